using System.CommandLine;
using System.Globalization;
using GlmmDsl.Data;

namespace GlmmDsl.Cli.Arguments;

/// <summary>What the values of options mean; one that means nothing is told with those that do.</summary>
internal static class OptionValue
{
    /// <summary>One of a few words.</summary>
    /// <param name="option">The option.</param>
    /// <param name="text">What was given; null where nothing was.</param>
    /// <param name="usual">What it means to give nothing.</param>
    /// <param name="choices">The words.</param>
    /// <exception cref="InputException">Another word.</exception>
    public static T Choice<T>(Option option, string? text, T usual, params (string Name, T Value)[] choices)
    {
        foreach ((string name, T value) in choices)
        {
            if (name == text)
            {
                return value;
            }
        }

        string last = choices[^1].Name;
        return text is null ? usual : throw new InputException($"{option.Name} is {string.Join(", ", choices[..^1].Select(c => c.Name))} or {last}, not {ValueText.Quote(text)}.");
    }

    /// <summary>A number.</summary>
    /// <param name="option">The option.</param>
    /// <param name="text">What was given; null where nothing was.</param>
    /// <param name="usual">What it means to give nothing.</param>
    /// <param name="accepts">Which numbers make sense.</param>
    /// <param name="wanted">The same in words, with an article.</param>
    /// <exception cref="InputException">Another text.</exception>
    public static double Number(Option option, string? text, double usual, Func<double, bool> accepts, string wanted) => text is null
        ? usual
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && accepts(number)
            ? number
            : throw new InputException($"{option.Name} takes {wanted}, not {ValueText.Quote(text)}.");

    /// <summary>The level of intervals, 0.95 where none was given.</summary>
    public static double Level(Option option, string? text) => Number(option, text, 0.95, x => x is > 0 and < 1, "a number between 0 and 1, such as 0.95");
}
