package org.pop3j.ra;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pop3j.ra.handler.OnMail;

/** A method of a bean that takes some of its mail. */
record HandlerMethod(Method method, int priority, Conditions conditions, List<Argument> arguments) {
    /** In which order methods are asked for a mail. */
    static final Comparator<HandlerMethod> ORDER = Comparator.comparingInt(HandlerMethod::priority)
            .thenComparingInt(handler -> handler.conditions().count())
            .reversed()
            .thenComparing(handler -> handler.method().toString());

    /** Reads a method that has the annotation; what is wrong with it goes to the faults. */
    static HandlerMethod of(Method method, OnMail annotation, List<String> faults) {
        List<String> found = new ArrayList<>();
        if (Modifier.isStatic(method.getModifiers()) || Modifier.isFinal(method.getModifiers())) {
            found.add("must be neither static nor final, or the container cannot call it");
        }
        if (method.getReturnType() != void.class) {
            found.add("must return nothing");
        }
        Conditions conditions = Conditions.of(annotation, found);
        List<Argument> arguments = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            try {
                arguments.add(Argument.of(parameter, conditions));
            } catch (IllegalArgumentException e) {
                found.add("the " + parameter.getParameterizedType().getTypeName() + " parameter " + e.getMessage());
            }
        }
        found.forEach(fault -> faults.add(method.getName() + " " + fault));
        return new HandlerMethod(method, annotation.priority(), conditions, List.copyOf(arguments));
    }

    void call(Object bean, DeliveredMail mail) throws Exception {
        @Nullable Object[] values = new Object[arguments.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments.get(i).of(mail);
        }
        invoke(method, bean, values);
    }

    /** Calls a method of a bean; what the bean throws comes as it is. */
    static void invoke(Method method, Object bean, @Nullable Object... values) throws Exception {
        try {
            method.invoke(bean, values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception exception ? exception : e;
        }
    }
}
