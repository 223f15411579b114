using System.CommandLine;
using System.Globalization;
using GlmmDsl.Cli.Models;
using GlmmDsl.Data;

namespace GlmmDsl.Cli.Inference;

/// <summary>The levels of intervals as <c>--level</c> takes them.</summary>
internal static class LevelsArgument
{
    /// <summary>The option.</summary>
    public static Option<string?> Option() => ModelOptions.Single("--level", "0.95,..", "The levels of the intervals; the default is 0.95.");

    /// <summary>The levels.</summary>
    /// <exception cref="InputException">One that is no number between 0 and 1.</exception>
    public static double[] Parse(string? text) => text is null ? [0.95] : [.. text.Split(',').Select(One)];

    private static double One(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double level) && level is > 0 and < 1
            ? level
            : throw new InputException($"--level takes numbers between 0 and 1, such as 0.95,0.99, not {ValueText.Quote(text)}.");
}
