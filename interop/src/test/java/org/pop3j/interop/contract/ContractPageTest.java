package org.pop3j.interop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** No clause is left out of the contract in silence, and no server deviates in silence. */
class ContractPageTest {
    private static final Path DOCS = Path.of("..", "docs");
    static final Pattern CLAUSE = Pattern.compile("S-[A-Z][A-Z0-9]{1,2}-\\d\\d[abc]?");

    /** How many clauses each group has, and those that have parts. */
    private static final Map<String, Integer> GROUPS = Map.ofEntries(
            Map.entry("GEN", 22),
            Map.entry("AUT", 12),
            Map.entry("APO", 6),
            Map.entry("TRN", 22),
            Map.entry("EMP", 1),
            Map.entry("UPD", 4),
            Map.entry("TOP", 5),
            Map.entry("UID", 7),
            Map.entry("CAP", 14),
            Map.entry("RC", 4),
            Map.entry("PIP", 5),
            Map.entry("TLS", 13),
            Map.entry("SAS", 28),
            Map.entry("U8", 6),
            Map.entry("LNG", 1));

    /** Numbers that no clause has. */
    private static final Set<String> UNUSED = Set.of(
            "S-GEN-18",
            "S-GEN-19",
            "S-TRN-12",
            "S-TRN-13",
            "S-TRN-14",
            "S-TRN-15",
            "S-TRN-16",
            "S-TRN-17",
            "S-TRN-19",
            "S-TRN-21");

    private static final Set<String> PARTS = Set.of(
            "S-GEN-07b",
            "S-GEN-07c",
            "S-GEN-08b",
            "S-GEN-08c",
            "S-GEN-09b",
            "S-GEN-10b",
            "S-GEN-11b",
            "S-AUT-04b",
            "S-AUT-10b",
            "S-TRN-01b",
            "S-TRN-02b",
            "S-TRN-07b",
            "S-TRN-10b",
            "S-TRN-22b",
            "S-UPD-01b",
            "S-CAP-03b",
            "S-CAP-04b",
            "S-CAP-05b",
            "S-CAP-05c",
            "S-SAS-11b",
            "S-SAS-13b",
            "S-SAS-13c");

    /** What no test over a socket can show, and why. */
    static final Map<String, String> UNSEEN = Map.of(
            "S-RC-02", "needs a store that fails; ServerTransactionTest has one",
            "S-TOP-05", "POP3 does not show whether a message was read",
            "S-TLS-12", "advice to whoever runs a server",
            "S-U8-06", "binds whoever puts messages into the maildrop");

    /** What the tests of a clause leave open, and why. */
    static final Map<String, String> PARTLY = Map.of(
            "S-GEN-11b",
                    "what a server holds in its memory; the test server is sent a line larger than its heap, by SmallHeapTest",
            "S-AUT-05", "that both take the same time; a busy machine would decide",
            "S-AUT-12", "logins that are refused for other reasons than the password or another session",
            "S-CAP-05",
                    "that TOP is not announced where it does not work; of the test server only, and so with UIDL and USER",
            "S-CAP-09", "EXPIRE; of the test server only",
            "S-PIP-04",
                    "clients that only write: the sockets of both sides say when they have to wait, with the test server until they read or autologout ends it",
            "S-U8-05", "prohibited characters that are no controls");

    @Test
    void eachClauseHasATestOrAReasonWhyItHasNone() {
        Set<String> all = new TreeSet<>(PARTS);
        GROUPS.forEach((group, count) -> IntStream.rangeClosed(1, count)
                .mapToObj(number -> "S-%s-%02d".formatted(group, number))
                .filter(clause -> !UNUSED.contains(clause))
                .forEach(all::add));
        Set<String> tested = new TreeSet<>();
        contract().values().forEach(method -> tested.addAll(clauses(name(method))));

        assertThat(tested).doesNotContainAnyElementsOf(UNSEEN.keySet()).containsAll(PARTLY.keySet());
        tested.addAll(UNSEEN.keySet());
        assertThat(tested).isEqualTo(all);
    }

    @Test
    void eachClauseOfThePageAboutTheProtocolIsInTheContract() throws IOException {
        Set<String> tested = new TreeSet<>(UNSEEN.keySet());
        contract().values().forEach(method -> tested.addAll(clauses(name(method))));
        assertThat(tested).containsAll(clauses(Files.readString(DOCS.resolve("protocol-support.md"))));
    }

    @Test
    void whoeverOverridesATestSaysWhichClauseAndWhy() {
        Map<String, Method> contract = contract();
        for (Class<?> server :
                new Class<?>[] {TestServerContractTest.class, DovecotContractTest.class, DovecotDeviations.class}) {
            for (Method method : server.getDeclaredMethods()) {
                Method original = contract.get(method.getName());
                if (original != null) {
                    assertThat(method.isAnnotationPresent(Test.class))
                            .as(method.toString())
                            .isTrue();
                    assertThat(name(method)).as(method.toString()).isEqualTo(name(original));
                    assertThat(method.getAnnotation(Deviation.class))
                            .as(method.toString())
                            .isNotNull();
                }
            }
        }
    }

    /** The contract's tests by name. */
    private static Map<String, Method> contract() {
        return Arrays.stream(ServerContract.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .collect(Collectors.toMap(Method::getName, method -> method, (one, two) -> one, TreeMap::new));
    }

    private static String name(Method method) {
        return method.getAnnotation(DisplayName.class).value();
    }

    private static Set<String> clauses(String text) {
        return CLAUSE.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }
}
