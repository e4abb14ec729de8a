package org.pop3j.samples.maildesk.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.logging.LogType;
import org.pop3j.interop.Ports;
import org.pop3j.samples.maildesk.SeedMails;

/** The demo, as a visitor sees it: the application with its own maildrop, in a BROWSER. */
@Tag("interop")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageIT {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @RegisterExtension
    static final LibertyServer LIBERTY = LibertyServer.named("page");

    @RegisterExtension
    static final Browser BROWSER = Browser.named("browser");

    @BeforeAll
    static void start() {
        LIBERTY.with("http.port", Ports.free())
                .with("maildesk.embedded", true)
                .with("pop3.port", Ports.free())
                .with("pop3.poll", "PT1S")
                .with("pop3.redelivery", "PT1S")
                .start();
        BROWSER.open(LIBERTY.uri());
        script("window.loadedOnce = true");
    }

    @BeforeEach
    void seededTicketsAreThere() {
        await("tickets of the seeded mails").atMost(BOUND).untilAsserted(() -> assertThat(all("#tickets > .ticket"))
                .hasSizeGreaterThanOrEqualTo(SeedMails.all().size()));
        await("state of the maildrop").atMost(BOUND).until(() -> "OK"
                .equals(one("#maildrop-state").getDomAttribute("data-state")));
    }

    @Test
    @Order(1)
    void mailWithHostileMarkUpIsShownAsText() {
        all("#tickets > .ticket").forEach(PageIT::choose);
        assertThat(all("#detail script, #detail iframe, #detail img, #tickets script"))
                .isEmpty();
        assertStillTheSamePageWithoutErrors();
    }

    @Test
    @Order(2)
    void mailThatIsSentByTheFormAppearsWithoutReload() {
        String subject = "Sent in the browser";
        WebElement field = one("#send-subject");
        field.clear();
        field.sendKeys(subject);
        press("#send-submit");

        await("ticket of the mail").atMost(BOUND).until(() -> subjects().contains(subject));
        assertStillTheSamePageWithoutErrors();
    }

    @Test
    @Order(3)
    void mailThatFailsTwiceAppearsAfterTwoRedeliveriesAndSaysSo() {
        press("#fail-submit");

        await("the way of the mail")
                .atMost(BOUND)
                .until(() -> !all("#journeys > .journey[data-outcome=delivered] > ol > .step.failed[data-attempt='2']")
                        .isEmpty());
        assertThat(all("#tickets > .ticket[data-attempt='3']")).hasSize(1);
        choose(one("#tickets > .ticket[data-attempt='3']"));
        assertThat(one("#detail-attempt").getText()).contains("3");
        assertStillTheSamePageWithoutErrors();
        script("window.scrollTo(0, 0); document.querySelector('#tickets').scrollTop = 0");
        BROWSER.screenshot(screenshot());
    }

    /** Into the source tree only if asked to: {@code -Dscreenshot=<file>}, from the root of the project. */
    private static Path screenshot() {
        Path module = Path.of("").toAbsolutePath();
        return Optional.ofNullable(System.getProperty("screenshot"))
                .map(file -> module.resolve("../..").resolve(file).normalize())
                .orElse(module.resolve("target/it/mail-desk.png"));
    }

    private static void assertStillTheSamePageWithoutErrors() {
        assertThat(script("return window.loadedOnce === true")).isEqualTo(true);
        assertThat(one("#connection-lost").isDisplayed()).isFalse();
        assertThat(BROWSER.driver().manage().logs().get(LogType.BROWSER).getAll())
                .as("errors of the page")
                .isEmpty();
    }

    private static void choose(WebElement ticket) {
        String id = String.valueOf(ticket.getDomAttribute("data-ticket-id"));
        ticket.findElement(By.cssSelector(".open")).sendKeys(Keys.ENTER);
        await("ticket " + id).atMost(BOUND).until(() -> id.equals(one("#detail").getDomAttribute("data-ticket-id")));
    }

    /** With the keyboard: the page may move under a mouse, because it updates itself. */
    private static void press(String button) {
        one(button).sendKeys(Keys.ENTER);
    }

    private static List<String> subjects() {
        return all("#tickets > .ticket .subject").stream()
                .map(WebElement::getText)
                .toList();
    }

    private static WebElement one(String selector) {
        return BROWSER.driver().findElement(By.cssSelector(selector));
    }

    private static List<WebElement> all(String selector) {
        return BROWSER.driver().findElements(By.cssSelector(selector));
    }

    private static @Nullable Object script(String script) {
        return BROWSER.driver().executeScript(script);
    }
}
