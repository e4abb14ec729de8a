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
            if (equals <= 0 || equals == value.length() - 1) {
                throw new TypeConversionException("'" + value + "' is not NAME=PATH, such as alice=mails");
            }
            try {
                return new Load(value.substring(0, equals), Path.of(value.substring(equals + 1)));
            } catch (InvalidPathException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
