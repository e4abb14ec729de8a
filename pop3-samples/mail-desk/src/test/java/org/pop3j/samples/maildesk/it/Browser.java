package org.pop3j.samples.maildesk.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;

/** Debian's Chromium without a window, with a profile of its own and no talk to anybody but the page. */
final class Browser implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Dimension WINDOW = new Dimension(1280, 900);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    static Browser start(String name) throws IOException {
        Path directory = Installation.emptyWorkDirectory(name);
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
        ChromeDriver driver = new ChromeDriver(options);
        driver.manage().timeouts().pageLoadTimeout(BOUND).scriptTimeout(BOUND);
        driver.manage().window().setSize(WINDOW);
        return new Browser(driver);
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Writes what is to be seen now as a PNG file. */
    void screenshot(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
