package org.pop3j.samples.maildesk;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;

/** Tells whoever started the demo where the page is, as soon as it answers. */
@Startup
@Singleton
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ReadyMessage {
    /** Enough for the server to have said all it says at a start: the address is to be the last line on the screen. */
    private static final int FIRST_LOOK_MILLIS = 1_500;

    private static final int RETRY_MILLIS = 250;
    private static final int MAX_TRIES = 240;

    @Resource
    @SuppressWarnings("NullAway.Init") // set by the container
    private TimerService timers;

    private String page = "";
    private int tries;

    @PostConstruct
    void start() {
        DeskSettings settings = DeskSettings.lookUp();
        if (settings.embedded()) {
            page = "http://localhost:" + settings.httpPort() + "/";
            lookAfter(FIRST_LOOK_MILLIS);
        }
    }

    private void lookAfter(int millis) {
        timers.createSingleActionTimer(millis, new TimerConfig(null, false));
    }

    @Timeout
    void look() {
        if (answers()) {
            // To the console, not to the log: it is the answer to a command.
            System.out.println("\n    The mail desk is ready: " + page + "    (Ctrl-C ends it)\n");
        } else if (++tries < MAX_TRIES) {
            lookAfter(RETRY_MILLIS);
        }
    }

    private boolean answers() {
        try {
            HttpURLConnection connection = (HttpURLConnection) new URL(page).openConnection();
            connection.setConnectTimeout(RETRY_MILLIS);
            connection.setReadTimeout(RETRY_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
