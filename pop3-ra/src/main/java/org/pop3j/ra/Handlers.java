package org.pop3j.ra;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pop3j.ra.handler.OnMail;

/** The methods of a {@link org.pop3j.ra.handler.MailHandler}, in the order in which they are asked for a mail. */
final class Handlers implements Listener {
    private final Class<?> bean;
    private final List<Choice> choices;
    private final @Nullable HandlerOfDead handlerOfDead;

    private record HandlerOfDead(Method method, boolean transacted) {}

    private record Choice(Conditions conditions, Target target) {}

    private Handlers(Class<?> bean, List<Choice> choices, @Nullable HandlerOfDead handlerOfDead) {
        this.handlerOfDead = handlerOfDead;
        this.bean = bean;
        this.choices = choices;
    }

    /** @throws NotSupportedException with all that is wrong with the bean */
    static Handlers of(Class<?> bean, MessageEndpointFactory factory) throws NotSupportedException {
        List<String> faults = new ArrayList<>();
        if (!Modifier.isPublic(bean.getModifiers())) {
            faults.add("the class must be public");
        }
        findHidden(bean, faults);
        List<HandlerMethod> methods = new ArrayList<>();
        for (Method method : bean.getMethods()) {
            OnMail annotation = method.getAnnotation(OnMail.class);
            if (annotation != null && !standsForAnother(method, bean)) {
                methods.add(HandlerMethod.of(method, annotation, faults));
            }
        }
        if (methods.isEmpty() && faults.isEmpty()) {
            faults.add("no method has @OnMail");
        }
        methods.sort(HandlerMethod.ORDER);
        List<Choice> choices = new ArrayList<>();
        for (HandlerMethod method : faults.isEmpty() ? methods : List.<HandlerMethod>of()) {
            choices.add(new Choice(method.conditions(), target(method, factory, faults)));
        }
        HandlerOfDead handlerOfDead = faults.isEmpty() ? handlerOfDead(bean, factory, faults) : null;
        if (!faults.isEmpty()) {
            faults.sort(null);
            throw new NotSupportedException("POP3J0603 " + bean.getName() + ": " + String.join("; ", faults));
        }
        return new Handlers(bean, List.copyOf(choices), handlerOfDead);
    }

    // Nothing would ever call them, and nothing would say so.
    private static void findHidden(Class<?> bean, List<String> faults) {
        for (@Nullable Class<?> type = bean; type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(OnMail.class) && !Modifier.isPublic(method.getModifiers())) {
                    faults.add(method.getName() + " must be public");
                }
            }
        }
    }

    // The compiler copies annotations to the bridges it makes; where a class that is not public is extended, a bridge
    // is
    // all there is.
    private static boolean standsForAnother(Method method, Class<?> bean) {
        return method.isBridge()
                && Arrays.stream(bean.getMethods())
                        .anyMatch(other -> !other.isBridge()
                                && other.getName().equals(method.getName())
                                && other.getParameterCount() == method.getParameterCount());
    }

    private static Target target(HandlerMethod handler, MessageEndpointFactory factory, List<String> faults) {
        return new Target(
                handler.method(),
                isTransacted(handler.method(), factory, faults),
                (endpoint, mail) -> handler.call(endpoint, (DeliveredMail) mail));
    }

    private static boolean isTransacted(Method method, MessageEndpointFactory factory, List<String> faults) {
        try {
            return factory.isDeliveryTransacted(method);
        } catch (NoSuchMethodException e) {
            faults.add(method.getName() + " is not known to the container");
            return false;
        }
    }

    private static @Nullable HandlerOfDead handlerOfDead(
            Class<?> bean, MessageEndpointFactory factory, List<String> faults) {
        if (!DeadMailListener.class.isAssignableFrom(bean)) {
            return null;
        }
        try {
            Method method = bean.getMethod("onDeadMail", RawMail.class, String.class);
            return new HandlerOfDead(method, isTransacted(method, factory, faults));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(DeadMailListener.class + " has lost its method", e);
        }
    }

    @Override
    public Optional<Target> forDead(String reason) {
        HandlerOfDead handler = handlerOfDead;
        return handler == null
                ? Optional.empty()
                : Optional.of(new Target(
                        handler.method(),
                        handler.transacted(),
                        (endpoint, mail) -> HandlerMethod.invoke(handler.method(), endpoint, mail, reason)));
    }

    @Override
    public DeliveredRawMail view(SpooledMail mail, MaildropAddress maildrop, int attempt) {
        return new DeliveredMail(mail, maildrop, attempt);
    }

    @Override
    public Target target(DeliveredRawMail mail) throws IOException, ResourceException {
        for (Choice choice : choices) {
            if (choice.conditions().areMetBy((DeliveredMail) mail)) {
                return choice.target();
            }
        }
        throw new ResourceException("POP3J0604 no method of " + bean.getName() + " takes this mail");
    }
}
