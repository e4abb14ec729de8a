package org.pop3j.samples.maildesk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeedMailsTest {
    private static final List<byte[]> MAILS = SeedMails.all();

    @Test
    void thereAreTwentyFourAndALargeOneAndNoTwoAreTheSame() throws IOException {
        assertThat(MAILS).hasSize(25);
        assertThat(MAILS.get(24).length).isBetween(5_000_000, 5_500_000);
        assertThat(MAILS.stream().map(SeedMailsTest::sha256).distinct()).hasSize(25);
    }

    @Test
    void everyLineEndsWithCrLfAndIsNoLongerThanTheStandardAllows() {
        for (byte[] mail : MAILS) {
            String text = new String(mail, ISO_8859_1);
            assertThat(text).endsWith("\r\n");
            for (String line : text.substring(0, text.length() - 2).split("\r\n", -1)) {
                assertThat(line).doesNotContain("\r", "\n").hasSizeLessThanOrEqualTo(998);
            }
        }
    }

    @Test
    void theyAreTheSameEachTime() {
        assertThat(SeedMails.all().stream().map(SeedMailsTest::sha256))
                .containsExactlyElementsOf(
                        MAILS.stream().map(SeedMailsTest::sha256).toList());
    }

    @Test
    void eachOfThemCanBeRead() {
        for (byte[] mail : MAILS) {
            assertThatCode(() -> MailReaderTest.read(mail)).doesNotThrowAnyException();
        }
    }

    private static String sha256(byte[] mail) {
        try {
            return Fingerprint.of(new ByteArrayInputStream(mail)).sha256();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
