package org.pop3j.ra;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears what the adapter logs, at every level, while it is open. */
final class LogLines extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger(LogLines.class.getPackageName());
    private final Level before = logger.getLevel();
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    LogLines() {
        logger.setLevel(Level.ALL);
        logger.addHandler(this);
    }

    /** The numbered messages with a given number, such as {@code POP3J0102}. */
    List<String> of(String number) {
        return all().stream().filter(line -> line.startsWith(number)).toList();
    }

    /** Everything, with the stack traces, which may hold what the lines do not. */
    List<String> all() {
        return records.stream().map(LogLines::text).toList();
    }

    private static String text(LogRecord entry) {
        Object[] parameters = entry.getParameters();
        String message = parameters == null || parameters.length == 0
                ? entry.getMessage()
                : MessageFormat.format(entry.getMessage(), parameters);
        if (entry.getThrown() == null) {
            return message;
        }
        StringWriter trace = new StringWriter();
        entry.getThrown().printStackTrace(new PrintWriter(trace));
        return message + " <- " + trace;
    }

    @Override
    public void publish(LogRecord entry) {
        records.add(entry);
    }

    @Override
    public void flush() {
        // Nothing is kept back.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(before);
    }
}
