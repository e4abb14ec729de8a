package org.pop3j.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A program that comes from a package of the operating system. */
public enum DebianPackage {
    DOVECOT("dovecot-pop3d", "dovecot"),
    MAILUTILS("mailutils-pop3d", "pop3d"),
    CHROMIUM("chromium", "chromium"),
    CHROMEDRIVER("chromium-driver", "chromedriver"),
    CURL("curl", "curl"),
    FETCHMAIL("fetchmail", "fetchmail"),
    MPOP("mpop", "mpop"),
    GETMAIL("getmail6", "getmail"),
    PYTHON("python3", "python3");

    private static final List<String> ALSO_SEARCHED = List.of("/usr/sbin", "/usr/bin");

    private final String packageName;
    private final String program;

    DebianPackage(String packageName, String program) {
        this.packageName = packageName;
        this.program = program;
    }

    /** Where the program is. Fails, and says what to install, if it is nowhere: a test that is not run proves nothing. */
    public Path executable() {
        Optional<String> path = Optional.ofNullable(System.getenv("PATH"));
        return Stream.concat(path.stream().flatMap(dirs -> Arrays.stream(dirs.split(":"))), ALSO_SEARCHED.stream())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("This test needs the program " + program
                        + ", which is not installed. On Debian: apt-get install " + packageName));
    }
}
