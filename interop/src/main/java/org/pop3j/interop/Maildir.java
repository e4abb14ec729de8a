package org.pop3j.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A maildrop as many servers keep it: a file for each message, in the order of their names. Safe for use by any thread. */
public final class Maildir {
    private final Path directory;
    private final FileOwner owner;
    private final AtomicInteger delivered = new AtomicInteger();

    private Maildir(Path directory, FileOwner owner) {
        this.directory = directory;
        this.owner = owner;
    }

    static Maildir create(Path directory, FileOwner owner) throws IOException {
        Maildir maildir = new Maildir(directory, owner);
        owner.own(Files.createDirectory(directory));
        for (String part : new String[] {"new", "cur", "tmp"}) {
            owner.own(Files.createDirectory(directory.resolve(part)));
        }
        return maildir;
    }

    /** Delivers as mail servers do: written aside, then moved into place. */
    public void deliver(byte[] mail) throws IOException {
        String name = "%d.M%dP1.localhost".formatted(1_000_000_000 + delivered.get(), delivered.incrementAndGet());
        Path written = directory.resolve("tmp").resolve(name);
        owner.own(Files.write(written, mail));
        Files.move(written, directory.resolve("new").resolve(name));
    }

    /** How many messages there are, read or not. */
    public long count() throws IOException {
        try (Stream<Path> fresh = Files.list(directory.resolve("new"));
                Stream<Path> seen = Files.list(directory.resolve("cur"))) {
            return fresh.count() + seen.count();
        }
    }
}
