package org.pop3j.testserver.standalone;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code --user} says: {@code NAME:PASSWORD}. A name has no colon, a password may. */
record User(String name, String password) {
    @Override
    public String toString() {
        return name;
    }

    /** Repeats nothing in its messages but the name: what is typed here is a password. */
    static final class Converter implements ITypeConverter<User> {
        @Override
        public User convert(String value) {
            int colon = value.indexOf(':');
            if (colon < 0) {
                throw new TypeConversionException("there is no colon between name and password");
            }
            if (colon == 0) {
                throw new TypeConversionException("there is no name before the colon");
            }
            String name = value.substring(0, colon);
            if (colon == value.length() - 1) {
                throw new TypeConversionException("there is no password for " + name);
            }
            return new User(name, value.substring(colon + 1));
        }
    }
}
