// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.file.YamlNode.Kind;
import io.sluice.policy.file.YamlNode.Mapping;
import io.sluice.policy.file.YamlNode.Scalar;
import io.sluice.policy.file.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Nodes as values of the expected type; null after the problem was told.
public final class Values {
  private static final int QUOTED = 60;

  private Values() {}

  /// The text of a scalar that is not taken for something else, such as `true` or `1.5`.
  public static @Nullable String text(YamlNode node, String expected, Problems problems) {
    if (node instanceof Scalar(var text, var kind, _)) {
      if (kind == Kind.TEXT) {
        return text;
      }
      var quotes = "text that reads as a number or a truth value needs quotes";
      refuse(node, expected, kind == Kind.NULL ? null : quotes, problems);
      return null;
    }
    refuse(node, expected, null, problems);
    return null;
  }

  /// The text of a scalar that may look like a number.
  public static @Nullable String word(YamlNode node, String expected, Problems problems) {
    return node instanceof Scalar(var text, var kind, _) && kind == Kind.INTEGER
        ? text
        : text(node, expected, problems);
  }

  /// A decimal number within bounds.
  public static @Nullable Integer integer(YamlNode node, int least, int most, Problems problems) {
    var expected = "a number from " + least + " to " + most;
    if (node instanceof Scalar(var text, var kind, _) && kind == Kind.INTEGER) {
      try {
        int value = Integer.parseInt(text);
        if (value >= least && value <= most) {
          return value;
        }
      } catch (NumberFormatException e) {
        refuse(node, expected, "write it in decimal", problems);
        return null;
      }
    }
    refuse(node, expected, null, problems);
    return null;
  }

  /// True or false.
  public static @Nullable Boolean bool(YamlNode node, Problems problems) {
    if (node instanceof Scalar(var text, var kind, _) && kind == Kind.BOOLEAN) {
      return Boolean.valueOf(text);
    }
    refuse(node, "true or false", truth(node), problems);
    return null;
  }

  /// One of the constants of an enum, in lower case.
  public static <E extends Enum<E>> @Nullable E oneOf(
      Class<E> type, YamlNode node, Problems problems) {
    var constants = type.getEnumConstants();
    if (node instanceof Scalar(var text, var kind, _) && kind == Kind.TEXT) {
      for (var constant : constants) {
        if (name(constant).equals(text)) {
          return constant;
        }
      }
      var names = Arrays.stream(constants).map(Values::name).toList();
      refuse(node, names(constants), DidYouMean.closeHint(text, names), problems);
      return null;
    }
    refuse(node, names(constants), null, problems);
    return null;
  }

  /// The constant of an enum that a mistyped word stands for, if one is close.
  static <E extends Enum<E>> @Nullable E meant(Class<E> type, @Nullable YamlNode node) {
    if (!(node instanceof Scalar(var text, var kind, _)) || kind != Kind.TEXT) {
      return null;
    }
    var constants = Arrays.asList(type.getEnumConstants());
    var word =
        DidYouMean.closest(
            text.toLowerCase(Locale.ROOT), constants.stream().map(Values::name).toList());
    return constants.stream()
        .filter(constant -> name(constant).equals(word))
        .findFirst()
        .orElse(null);
  }

  /// The items of a list.
  public static @Nullable List<YamlNode> list(YamlNode node, String expected, Problems problems) {
    if (node instanceof Sequence(var items, _)) {
      return items;
    }
    var hint =
        node instanceof Scalar(var text, var kind, _) && kind != Kind.NULL
            ? "write [" + shown(text) + "]"
            : null;
    refuse(node, "a list of " + expected, hint, problems);
    return null;
  }

  /// The values of a list, as far as they can be read. An empty list is refused: read as "any", it
  /// would be the opposite of what it looks like.
  static <T> List<T> items(
      YamlNode node, String expected, Problems problems, Function<YamlNode, @Nullable T> read) {
    var items = list(node, expected, problems);
    if (items == null) {
      return List.of();
    }
    if (items.isEmpty()) {
      problems.error(node.span(), "an empty list of " + expected, "name one, or remove the rule");
    }
    var values = new ArrayList<T>(items.size());
    for (var item : items) {
      var value = read.apply(item);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  /// The keys and values of a mapping.
  public static @Nullable Fields fields(YamlNode node, String expected, Problems problems) {
    if (node instanceof Mapping mapping) {
      return new Fields(mapping, problems);
    }
    var hint =
        node instanceof Scalar(var text, _, _) && text.indexOf(':') > 0
            ? "a blank belongs after the colon"
            : null;
    refuse(node, expected, hint, problems);
    return null;
  }

  /// What a node is, for the end of a sentence.
  public static String found(YamlNode node) {
    return switch (node) {
      case Mapping _ -> "a mapping";
      case Sequence _ -> "a list";
      case Scalar(var text, var kind, _) ->
          switch (kind) {
            case NULL -> "nothing";
            case TEXT -> text.isEmpty() ? "an empty text" : "`" + shown(text) + "`";
            case INTEGER, FRACTION -> "the number " + shown(text);
            case BOOLEAN -> "the truth value " + text;
          };
    };
  }

  /// Tells that a node is not what belongs there.
  public static void refuse(
      YamlNode node, String expected, @Nullable String hint, Problems problems) {
    var empty = node instanceof Scalar(_, var kind, _) && kind == Kind.NULL;
    problems.error(
        node.span(),
        "expected " + expected + ", found " + found(node),
        hint == null && empty ? "write a value, or remove the line" : hint);
  }

  /// What YAML 1.1 took for a truth value.
  private static @Nullable String truth(YamlNode node) {
    return switch (node instanceof Scalar(var text, _, _) ? text : "") {
      case "yes", "on", "1" -> "write true";
      case "no", "off", "0" -> "write false";
      default -> null;
    };
  }

  private static String shown(String text) {
    return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "...";
  }

  private static String names(Enum<?>[] constants) {
    return Arrays.stream(constants)
        .map(c -> "`" + name(c) + "`")
        .collect(Collectors.joining(" or "));
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
