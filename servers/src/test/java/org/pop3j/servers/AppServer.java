package org.pop3j.servers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.management.remote.JMXConnector;

/**
 * An application server in a process of its own, with the adapter's archive on it. The process that is started is the server
 * itself and no script, so that what is killed is the server. What it stores is below {@code target/servers/<its name>}. Not for
 * use by several threads, but for {@link #isRunning}, {@link #log} and {@link #uri}.
 *
 * <ol>
 *   <li>{@link #install} lays out everything anew.
 *   <li>{@link #start}, {@link #stop} and {@link #kill} may follow each other; what is deployed stays deployed.
 *   <li>{@link #close} ends the process, if there is one; its files stay for whoever wants to know what happened.
 * </ol>
 *
 * Every wait has a bound; an {@link AssertionError} that tells of one shows the end of the server's log.
 */
interface AppServer extends AutoCloseable {
    /** As people call it: {@code Open Liberty}. */
    String name();

    /** Of the artifact. */
    String version();

    /** What the server says in its log of its version, which is the first group. */
    Pattern ownVersion();

    /** The name by which beans and the adapter look up the data source that is declared as {@code jdbc/<name>}. */
    default String dataSource(String name) {
        return "jdbc/" + name;
    }

    /**
     * Lays out an empty server with its configuration, the data sources {@code jdbc/suite} and {@code jdbc/ledger}, and the adapter.
     *
     * @param environment what the server's process finds in its environment, at each start
     */
    void install(Map<String, String> environment);

    /** Starts the server; returns when it says that it is ready, with all that was deployed on it. */
    void start();

    /** Stops the server as an operator would; returns when the process is gone. */
    void stop();

    /** SIGKILL, at once. */
    void kill();

    boolean isRunning();

    /**
     * Deploys a WAR; returns when the server says what came of it.
     *
     * @return whether it is deployed now. Open Liberty deploys an application even if one of its beans cannot be activated
     */
    boolean deploy(Path archive);

    /** Takes a WAR away by its file's name; returns when the server says that it is gone. Does nothing if it is not there. */
    void undeploy(String fileName);

    /** The same archive anew, as a server does it that is given a new one under the name of an old one. */
    boolean redeploy(Path archive);

    /** Takes the adapter away that {@link #install} put there, while no application is deployed. The server runs then as before. */
    void removeAdapter();

    /** Puts the adapter back. */
    void addAdapter();

    /** What applications' context roots are relative to: {@code http://localhost:9080/}; another port after each start. */
    URI uri();

    /** Where the databases are. */
    default Path databases() {
        return Installation.work().resolve("data");
    }

    /** What the server has said since its last start. */
    ServerLog log();

    /** Everything that the server has ever written for people to read. */
    List<Path> everyLog();

    /** The server's MBeans, seen from outside; the caller closes it. */
    JMXConnector jmx() throws IOException;

    @Override
    void close();
}
