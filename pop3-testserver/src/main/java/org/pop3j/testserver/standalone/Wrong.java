package org.pop3j.testserver.standalone;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.pop3j.testserver.Profile;
import org.pop3j.testserver.fault.Fault;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads from the command line what the server is to do otherwise than it should. */
final class Wrong {
    private Wrong() {}

    /** {@code --fault}. */
    static final class FaultConverter implements ITypeConverter<Fault> {
        @Override
        public Fault convert(String value) {
            try {
                return Fault.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** {@code --profile}. */
    static final class ProfileConverter implements ITypeConverter<Profile> {
        @Override
        public Profile convert(String value) {
            try {
                return Profile.named(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("there are the profiles "
                        + Arrays.stream(Profile.values()).map(Profile::toString).collect(Collectors.joining(", ")));
            }
        }
    }
}
