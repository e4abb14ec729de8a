package org.pop3j.samples.maildesk.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.pop3j.interop.DebianPackage;

/**
 * Debian's Chromium without a window, with a profile of its own and no talk to anybody but the page. It is ended after the
 * last test of the class; a failed test leaves a picture in {@code target/it/<name>}.
 */
final class Browser implements AfterAllCallback, TestWatcher {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Dimension WINDOW = new Dimension(1280, 1100);

    private final Path directory;
    private @Nullable ChromeDriver driver;

    private Browser(Path directory) {
        this.directory = directory;
    }

    static Browser named(String name) {
        try {
            return new Browser(Installation.emptyWorkDirectory(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the browser with a page. */
    void open(URI page) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(DebianPackage.CHROMIUM.executable().toFile());
        options.addArguments(
                "--headless=new",
                // Chromium's sandbox refuses to work for root, who runs the tests in a container.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + directory.resolve("profile"));
        // Both programs are named: Selenium's own downloader has nothing to look for.
        System.setProperty(
                "webdriver.chrome.driver",
                DebianPackage.CHROMEDRIVER.executable().toString());
        System.setProperty(
                "webdriver.chrome.logfile",
                directory.resolve("chromedriver.log").toString());
        ChromeDriver started = new ChromeDriver(options);
        driver = started;
        started.manage().timeouts().pageLoadTimeout(BOUND).scriptTimeout(BOUND);
        started.manage().window().setSize(WINDOW);
        started.get(page.toString());
    }

    ChromeDriver driver() {
        if (driver == null) {
            throw new IllegalStateException("No page is open");
        }
        return driver;
    }

    /** Writes what is to be seen now as a PNG file. */
    void screenshot(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, driver().getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        if (driver != null) {
            Path picture = directory.resolve(context.getRequiredTestMethod().getName() + ".png");
            screenshot(picture);
            System.err.println("A picture of the page is in " + picture);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (driver != null) {
            driver.quit();
        }
    }
}
