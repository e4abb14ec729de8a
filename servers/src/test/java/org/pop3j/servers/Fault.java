package org.pop3j.servers;

import java.util.List;
import java.util.Map;
import org.pop3j.servers.bad.BadBean;
import org.pop3j.servers.bad.OtherListenerBean;
import org.pop3j.servers.bad.UnboundBean;

/** One thing that is wrong with an application, or with what a deployer says of it. */
enum Fault {
    NOT_BOUND("the bean is bound to no adapter", UnboundBean.class, Map.of(), false) {
        @Override
        List<String> descriptors() {
            return List.of("bad", "unbound");
        }

        @Override
        String unsaid() {
            return "There is nothing to do: a bean goes to the adapter that has its listener interface";
        }
    },
    MISSING_PROPERTY("a required property is missing", BadBean.class, Map.of(), false),
    WRONG_VALUE("a duration is none", BadBean.class, Map.of("userName", "bad", "pollInterval", "5 minutes"), false),
    WRONG_TYPE("a port is no number", BadBean.class, Map.of("userName", "bad", "portNumber", "abc"), false),
    UNKNOWN_PROPERTY("a property is unknown", BadBean.class, Map.of("userName", "bad", "pollIntervall", "PT1S"), false),
    UNKNOWN_SECRET(
            "a reference names nothing that there is", BadBean.class, Map.of("userName", "${ALIAS=nobody}"), false),
    LOGIN_REFUSED("the mail server refuses the login", BadBean.class, Map.of("userName", "nobody"), false),
    OTHER_LISTENER("the listener is not one of the adapter", OtherListenerBean.class, Map.of(), false),
    API_TWICE("the adapter's jar is in the application, too", BadBean.class, Map.of("userName", "bad"), true) {
        @Override
        String unsaid() {
            return "A copy of the adapter's jar in `WEB-INF/lib` does no harm";
        }
    };

    private final String words;
    private final Class<?> bean;
    private final Map<String, String> properties;
    private final boolean apiTwice;

    Fault(String words, Class<?> bean, Map<String, String> properties, boolean apiTwice) {
        this.words = words;
        this.bean = bean;
        this.properties = properties;
        this.apiTwice = apiTwice;
    }

    Class<?> bean() {
        return bean;
    }

    /** What {@code ejb-jar.xml} says, in addition to the bean and in its stead. */
    Map<String, String> properties() {
        return properties;
    }

    /** The folders below {@code src} with the servers' descriptors; a later one wins. */
    List<String> descriptors() {
        return List.of("bad");
    }

    /** What a page says of it where the server has no words for it; empty if a server must have some. */
    String unsaid() {
        return "";
    }

    boolean apiTwice() {
        return apiTwice;
    }

    @Override
    public String toString() {
        return words;
    }

    /**
     * What a server makes of it.
     *
     * @param deployed whether the server says that the application is deployed
     * @param active whether the bean gets mail all the same
     * @param words what is in the server's log; empty if nothing tells of it
     */
    record Verdict(boolean deployed, boolean active, String words) {
        Matrix.Outcome outcome() {
            if (active) {
                return Matrix.Outcome.TOLERATED;
            }
            return deployed ? Matrix.Outcome.WITHOUT_THE_BEAN : Matrix.Outcome.REFUSED;
        }

        static Verdict refused(String words) {
            return new Verdict(false, false, words);
        }

        /** The application is deployed, and this bean gets no mail. */
        static Verdict withoutTheBean(String words) {
            return new Verdict(true, false, words);
        }

        static Verdict tolerated(String words) {
            return new Verdict(true, true, words);
        }
    }
}
