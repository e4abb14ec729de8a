package org.pop3j.ra;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Loads everything anew, as on a server that does not have some of it. */
final class FilteredLoader extends URLClassLoader {
    private final List<String> missing;
    private final List<String> refused = new CopyOnWriteArrayList<>();

    /** Without the classes whose names begin with one of the given texts. */
    FilteredLoader(String... missing) {
        super(classPath(), ClassLoader.getPlatformClassLoader());
        this.missing = List.of(missing);
    }

    /** What the JVM was started with. */
    static URL[] classPath() {
        String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
        URL[] urls = new URL[entries.length];
        for (int i = 0; i < urls.length; i++) {
            try {
                urls[i] = Path.of(entries[i]).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
            }
        }
        return urls;
    }

    /** The classes that were asked for in vain. */
    List<String> refused() {
        return refused;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (missing.stream().anyMatch(name::startsWith)) {
            refused.add(name);
            throw new ClassNotFoundException(name);
        }
        return super.loadClass(name, resolve);
    }

    /** A {@link RawAdapter} of this loader's. */
    @SuppressWarnings("unchecked")
    BiFunction<String, @Nullable String, Object> adapter() throws ReflectiveOperationException {
        return (BiFunction<String, @Nullable String, Object>)
                loadClass(RawAdapter.class.getName()).getConstructor().newInstance();
    }
}
