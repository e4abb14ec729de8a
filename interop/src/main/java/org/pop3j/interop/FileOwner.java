package org.pop3j.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipalLookupService;

/** A user and a group of the operating system, by name. */
record FileOwner(String user, String group) {

    static FileOwner of(Path path) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
        return new FileOwner(attributes.owner().getName(), attributes.group().getName());
    }

    boolean isRoot() {
        return user.equals("root");
    }

    /** Gives a file away, which only root may do; nothing happens if it is theirs already. */
    void own(Path path) throws IOException {
        if (!FileOwner.of(path).equals(this)) {
            UserPrincipalLookupService names = path.getFileSystem().getUserPrincipalLookupService();
            PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
            view.setOwner(names.lookupPrincipalByName(user));
            view.setGroup(names.lookupPrincipalByGroupName(group));
        }
    }
}
