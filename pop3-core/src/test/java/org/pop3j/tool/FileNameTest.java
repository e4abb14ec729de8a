package org.pop3j.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pop3j.protocol.UniqueId;

/** Unique-ids are the server's; names of files are ours. */
class FileNameTest {
    @ParameterizedTest
    @CsvSource({
        "51a8-1, 51a8-1.eml",
        "whqtswO00WBw418f9t5JxYwZ, whqtsw%4f00%57%42w418f9t5%4ax%59w%5a.eml",
        "../../etc/passwd, %2e.%2f..%2fetc%2fpasswd.eml",
        "., %2e.eml",
        ".., %2e..eml",
        "-rf, %2drf.eml",
        "a~2, a%7e2.eml",
        "a%2f, a%252f.eml",
        "con, %63on.eml",
        "nul.txt, %6eul.txt.eml",
        "console, console.eml",
        "é, %e9.eml",
        "'a b', a%20b.eml",
        "C:\\x, %43%3a%5cx.eml"
    })
    void nothingInAUniqueIdLeavesTheDirectory(String uniqueId, String file) {
        assertThat(FileName.of(new UniqueId(uniqueId)).file(1)).isEqualTo(file);
    }

    @Property(tries = 2000)
    void differentUniqueIdsHaveDifferentNamesAlsoWhereCaseDoesNotCount(
            @ForAll("uniqueIds") UniqueId one, @ForAll("uniqueIds") UniqueId other) {
        String name = FileName.of(one).file(1);

        assertThat(name).isEqualTo(name.toLowerCase(Locale.ROOT)).matches("[a-z0-9%_][a-z0-9%_.~-]*[.]eml");
        assertThat(FileName.of(one).file(1_000_000).length()).isLessThanOrEqualTo(255);
        assertThat(name.equals(FileName.of(other).file(1))).isEqualTo(one.equals(other));
    }

    @Provide
    Arbitrary<UniqueId> uniqueIds() {
        Arbitrary<String> few =
                Arbitraries.strings().withChars("aA./~%2e-").ofMinLength(1).ofMaxLength(4);
        Arbitrary<String> any =
                Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(400);
        return Arbitraries.oneOf(few, any).map(UniqueId::new);
    }

    @Test
    void longUniqueIdsThatBeginAlikeHaveDifferentNames() {
        String beginning = "A".repeat(400);

        assertThat(IntStream.range(0, 50)
                        .mapToObj(i -> FileName.of(new UniqueId(beginning + i)).file(1))
                        .collect(Collectors.toSet()))
                .hasSize(50);
    }
}
