package org.pop3j.testserver.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Tls;

/** The control's page in Debian's Chromium, while mail and sessions come. */
@Tag("interop")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageIT {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String HOSTILE =
            "From: \"<img src=x onerror=alert(1)>\" <eve@example.org>\r\nSubject: </script><script>alert(1)</script>\r\n"
                    + "Content-Type: text/html\r\n\r\n<b onmouseover=alert(1)>hello</b>\r\n";

    @TempDir
    private static Path work;

    private static ServerProcess server;
    private static ControlClient control;
    private static ChromeDriver browser;

    @BeforeAll
    static void start() throws IOException {
        Path mails = Files.createDirectory(work.resolve("mails"));
        Files.writeString(
                mails.resolve("1.eml"),
                "From: =?UTF-8?Q?Zo=C3=AB?= <zoe@example.org>\r\nSubject: =?UTF-8?B?RHJ1Y2tlciBsw6R1ZnQgaGVpw58=?=\r\n\r\nHelp!\r\n");
        Files.writeString(
                mails.resolve("2.eml"),
                "From: Billing <billing@example.org>\r\nSubject: Invoice 4711\r\n\r\n1 EUR\r\n");
        server = ServerProcess.start(
                work,
                "--stls",
                "--tls-port",
                "0",
                "--control",
                "0",
                "--user=alice:secret",
                "--user=bob:secret",
                "--load=alice=" + mails,
                "--fault=slow-quit");
        control = new ControlClient(server.port("controlPort"));
        browser = new ChromeDriver(options());
        browser.manage().timeouts().pageLoadTimeout(BOUND).scriptTimeout(BOUND);
        browser.manage().window().setSize(new Dimension(1280, 860));
        browser.get("http://localhost:" + server.port("controlPort") + "/");
        browser.executeScript("window.loadedOnce = true");
    }

    private static ChromeOptions options() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("/usr/bin/chromium").toFile());
        options.addArguments(
                "--headless=new",
                // Chromium's sandbox refuses to work for root, who runs the tests in a container.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--user-data-dir=" + work.resolve("profile"));
        // Both programs are named: Selenium's own downloader has nothing to look for.
        System.setProperty(
                "webdriver.chrome.driver", program("/usr/bin/chromedriver").toString());
        return options;
    }

    private static Path program(String path) {
        assertThat(Path.of(path))
                .as("of Debian's packages chromium and chromium-driver")
                .isExecutable();
        return Path.of(path);
    }

    @AfterAll
    static void stop() {
        browser.quit();
        server.close();
    }

    @Test
    @Order(1)
    void mailOfEachMaildropIsListedAndCanBeRead() {
        await("mail of alice").atMost(BOUND).until(() -> texts("#messages .name")
                .contains("Drucker läuft heiß"));
        assertThat(texts("#maildrops .name")).containsExactly("alice", "bob");
        assertThat(texts("#messages .more")).containsExactly("Zoë <zoe@example.org>", "Billing <billing@example.org>");

        press("#messages li:nth-child(2) button");

        await("the message")
                .atMost(BOUND)
                .until(() -> one("#detail-text").getText().contains("1 EUR"));
        assertThat(one("#save").getDomAttribute("href")).startsWith("/api/maildrops/alice/messages/");
        assertNoErrors();
    }

    @Test
    @Order(2)
    void mailWithHostileMarkUpIsShownAsTextAndAppearsByItself() {
        control.mail("/api/maildrops/bob/messages", HOSTILE.getBytes(StandardCharsets.US_ASCII));
        await("its arrival").atMost(BOUND).until(() -> texts("#maildrops .side").contains("1 message"));

        press("#maildrops li:nth-child(2) button");
        await("mail of bob").atMost(BOUND).until(() -> texts("#messages .name")
                .contains("</script><script>alert(1)</script>"));
        press("#messages li:nth-child(1) button");

        await("the message")
                .atMost(BOUND)
                .until(() -> one("#detail-text").getText().contains("<b onmouseover="));
        assertThat(browser.findElements(By.cssSelector("main b, main img, main script")))
                .isEmpty();
        assertNoErrors();
    }

    @Test
    @Order(3)
    void aFaultIsInjectedAndRemovedAndANonsensicalOneIsExplained() {
        type("nonsense");
        await("an explanation").atMost(BOUND).until(() -> one("#problem").isDisplayed());
        // The browser itself tells of every refused request.
        browser.manage().logs().get(LogType.BROWSER);

        type("mailbox-in-use");

        await("the fault").atMost(BOUND).until(() -> texts("#faults code").contains("mailbox-in-use"));
        assertThat(one("#problem").isDisplayed()).isFalse();
        assertThat(control.get("/api/faults").body()).contains("\"fault\":\"mailbox-in-use\"");
        press("#faults li:nth-child(2) button");
        await("its end").atMost(BOUND).until(() -> !texts("#faults code").contains("mailbox-in-use"));
        press("#clear");
        await("the end of all").atMost(BOUND).until(() -> one("#faults-empty").isDisplayed());
        assertThat(control.get("/api/faults").body()).startsWith("{\"faults\":[],");
        assertNoErrors();
    }

    @Test
    @Order(4)
    void aSessionIsReadWhileItGoesOn() throws IOException {
        control.json("/api/faults", "{\"fault\":\"status-line RETR nth 2: reset\"}");
        try (Maildrop other = server.client(Tls.IMPLICIT).connect().login("bob", "secret".toCharArray());
                Maildrop maildrop = server.client(Tls.STLS).connect().login("alice", "secret".toCharArray())) {
            other.quit();
            maildrop.stat();
            await("the session").atMost(BOUND).until(() -> texts("#sessions .name")
                    .contains("2 alice"));
            press("#sessions li:nth-child(1) button");
            await("what was said")
                    .atMost(BOUND)
                    .until(() -> one("#detail-text").getText().contains("C: STAT"));

            maildrop.list();

            await("what is said now")
                    .atMost(BOUND)
                    .until(() -> one("#detail-text").getText().contains("C: LIST"));
            assertThat(one("#detail-text").getText()).doesNotContain("secret");
            await().atMost(BOUND).until(() -> texts("#sessions-count").contains("1 open"));
            press("#maildrops li:nth-child(1) button");
            await("mail of alice").atMost(BOUND).until(() -> texts("#messages .name")
                    .contains("Invoice 4711"));
            Files.write(screenshot(), browser.getScreenshotAs(OutputType.BYTES));
        }
        await("its end").atMost(BOUND).until(() -> texts("#sessions-count").contains(""));
        assertNoErrors();
    }

    @Test
    @Order(5)
    void aServerThatIsGoneIsNoticed() {
        assertThat(one("#lost").isDisplayed()).isFalse();
        assertThat(server.signal("TERM").exitCode()).isEqualTo(143);

        await("the notice").atMost(BOUND).until(() -> one("#lost").isDisplayed());
    }

    /** Into the source tree only if asked to: {@code -Dscreenshot.testserver=<file>}, from the root of the project. */
    private static Path screenshot() {
        Path module = Path.of("").toAbsolutePath();
        return Optional.ofNullable(System.getProperty("screenshot.testserver"))
                .map(file -> module.resolve("..").resolve(file).normalize())
                .orElse(module.resolve("target/control.png"));
    }

    private static void type(String fault) {
        WebElement field = one("#fault");
        field.clear();
        field.sendKeys(fault, Keys.ENTER);
    }

    private static void assertNoErrors() {
        assertThat(script("return window.loadedOnce === true")).isEqualTo(true);
        assertThat(one("#lost").isDisplayed()).isFalse();
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .as("errors of the page")
                .isEmpty();
    }

    /** With the keyboard: the page may move under a mouse, because it updates itself. */
    private static void press(String button) {
        one(button).sendKeys(Keys.ENTER);
    }

    private static WebElement one(String selector) {
        return browser.findElement(By.cssSelector(selector));
    }

    /** In one step, because the page may draw them anew between two. */
    private static List<String> texts(String selector) {
        Object found = script(
                "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent.replace(/ +/g, ' '))",
                selector);
        return found instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static @Nullable Object script(String script, Object... arguments) {
        return browser.executeScript(script, arguments);
    }
}
