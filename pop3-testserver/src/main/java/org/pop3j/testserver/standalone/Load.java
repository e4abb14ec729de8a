package org.pop3j.testserver.standalone;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code --load} says: {@code NAME=PATH}. */
record Load(String user, Path path) {
    static final class Converter implements ITypeConverter<Load> {
        @Override
        public Load convert(String value) {
            int equals = value.indexOf('=');
            String user = value.substring(0, Math.max(0, equals));
            // Nothing of it is repeated: a colon tells that it may be meant for --user.
            if (user.isEmpty() || user.indexOf(':') >= 0 || equals == value.length() - 1) {
                throw new TypeConversionException("the form is NAME=PATH, such as alice=mails");
            }
            try {
                return new Load(user, Path.of(value.substring(equals + 1)));
            } catch (InvalidPathException e) {
                throw new TypeConversionException("this is no path: " + e.getReason());
            }
        }
    }
}
