package org.pop3j.interop.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A server does otherwise than the clauses in the display name say. The test beneath it overrides the contract's, sees that
 * one fail and asserts what the server does instead: when the server changes its mind, the test fails.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Deviation {
    /** What the server does instead, and why that is so. */
    String value();

    /** Whether the contract's test could put its question at all. */
    boolean asked() default true;
}
