package org.pop3j.testserver;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.pop3j.auth.Mechanism;
import org.pop3j.protocol.Capabilities;
import org.pop3j.protocol.Capability;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.ServerSettings;

/** What a {@link Pop3TestServer.Builder} has been told, checked, with what holds for all that it was not told. Not thread-safe. */
final class Plan {
    private static final Set<Mechanism> ON_DEMAND =
            EnumSet.of(Mechanism.EXTERNAL, Mechanism.DIGEST_MD5, Mechanism.ANONYMOUS, Mechanism.APOP);

    private static final List<Mechanism> USUAL = Arrays.stream(Mechanism.values())
            .filter(mechanism -> !ON_DEMAND.contains(mechanism))
            .toList();

    /** What all servers have in common: made, and checked, once. */
    private static final ServerSettings BASIS =
            ServerSettings.DEFAULT.withGreeting("pop3j test server ready").with(Keyword.STLS);

    final Map<String, String> users = new LinkedHashMap<>();
    final Map<Stage, List<String>> capabilities = new EnumMap<>(Stage.class);
    final Set<Keyword> unknown = EnumSet.noneOf(Keyword.class);
    Function<String, Optional<String>> accountsOnDemand = name -> Optional.empty();
    InetAddress address = Gate.loopback();
    int port;
    int tlsPort;
    boolean implicitTls = true;
    TestCertificate certificate = TestCertificate.valid();
    List<Mechanism> mechanisms = USUAL;
    boolean clearTextLogin = true;
    boolean utf8;
    boolean strictClient;
    Profile profile = Profile.STRICT;
    Duration autologout = Duration.ofMinutes(10);
    Duration loginDelay = Duration.ZERO;
    Duration expire = Duration.ZERO;

    void profile(Profile known) {
        profile = known;
        mechanisms = known.mechanisms().orElse(USUAL);
    }

    void capabilities(Stage stage, String... lines) {
        if (lines.length == 0) {
            throw new IllegalArgumentException("nothing to announce; without(Keyword.CAPA) takes CAPA away");
        }
        List<String> capability = new ArrayList<>();
        for (String line : lines) {
            List<String> words = List.of(line.split(" ", -1));
            capability.add(new Capability(words.get(0), words.subList(1, words.size())).toString());
        }
        capabilities.put(stage, capability);
    }

    void without(Keyword... keywords) {
        List<Keyword> gone = List.of(keywords);
        if (gone.contains(Keyword.QUIT)) {
            throw new IllegalArgumentException("without QUIT there is no end");
        }
        unknown.addAll(gone);
    }

    void autologout(Duration silence) {
        if (silence.isNegative() || silence.isZero()) {
            throw new IllegalArgumentException("not positive: " + silence);
        }
        autologout = ServerTime.countable(silence);
    }

    void loginDelay(Duration delay) {
        if (delay.isNegative() || !delay.equals(Duration.ofSeconds(delay.toSeconds()))) {
            throw new IllegalArgumentException("not whole seconds: " + delay);
        }
        loginDelay = delay;
    }

    void expire(Duration age) {
        if (age.toDays() < 1 || !age.equals(Duration.ofDays(age.toDays()))) {
            throw new IllegalArgumentException("not whole days, one at least: " + age);
        }
        expire = age;
    }

    /** What the engines of the port in the clear are to know. */
    ServerSettings settings(Manner manner) {
        ServerSettings settings = clearTextLogin ? BASIS : BASIS.withClearTextLogin(false);
        settings = mechanisms.contains(Mechanism.APOP) ? settings : settings.without(Keyword.APOP);
        if (utf8) {
            settings = settings.with(Keyword.UTF8).with(Keyword.LANG);
        }
        settings = manner.settings(settings);
        for (Keyword one : unknown) {
            settings = settings.without(one);
        }
        if (!loginDelay.isZero()) {
            settings = announcing(settings, Capabilities.LOGIN_DELAY, loginDelay.toSeconds());
        }
        if (!expire.isZero()) {
            settings = announcing(settings, Capabilities.EXPIRE, expire.toDays());
        }
        return settings.withMechanisms(mechanisms.stream()
                .filter(mechanism -> mechanism != Mechanism.APOP)
                .map(SessionAccounts::offered)
                .toList());
    }

    private static ServerSettings announcing(ServerSettings settings, String tag, long value) {
        List<Capability> announced = new ArrayList<>(settings.announced());
        announced.removeIf(capability -> capability.tag().equals(tag));
        announced.add(new Capability(tag, List.of(Long.toString(value))));
        return settings.withAnnounced(announced);
    }
}
