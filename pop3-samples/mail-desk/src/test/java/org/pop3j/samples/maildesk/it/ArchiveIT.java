package org.pop3j.samples.maildesk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pop3j.samples.maildesk.SeedMails;

/** The adapter is what its annotations say where no descriptor claims to say all (Jakarta Connectors 2.1, section 19.3.1). */
class ArchiveIT {
    private static final String COMPLETE = "metadata-complete=\"true\"";

    /** What becomes of the archive's {@code ra.xml}. */
    private enum Descriptor {
        NONE {
            @Override
            void change(Path descriptor) throws IOException {
                Files.delete(descriptor);
            }
        },
        NOT_COMPLETE {
            @Override
            void change(Path descriptor) throws IOException {
                String text = Files.readString(descriptor);
                assertThat(text).contains(COMPLETE);
                Files.writeString(descriptor, text.replace(COMPLETE, "metadata-complete=\"false\""));
            }
        };

        abstract void change(Path descriptor) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void mailIsTakenWhateverDescribesTheAdapter(Descriptor descriptor) throws IOException {
        String name = "archive-" + descriptor.name().toLowerCase(Locale.ROOT);
        try (MailServer mailServer = MailServer.start();
                LibertyServer liberty = LibertyServer.named(name)) {
            liberty.withAdapter(archive(name, descriptor));
            SeedMails.all().forEach(mailServer::deliver);

            liberty.polling(mailServer).start();
            mailServer.awaitEverythingFetched(Duration.ofMinutes(1));

            DeskState desk = liberty.desk().state();
            assertThat(desk.duplicates()).isEmpty();
            assertThat(desk.digests()).isEqualTo(mailServer.delivered());
        }
    }

    private static Path archive(String name, Descriptor descriptor) throws IOException {
        Path archive = Installation.emptyWorkDirectory(name + "-rar")
                .resolve(Installation.adapter().getFileName());
        Files.copy(Installation.adapter(), archive);
        try (FileSystem zip = FileSystems.newFileSystem(archive)) {
            descriptor.change(zip.getPath("META-INF/ra.xml"));
        }
        return archive;
    }
}
