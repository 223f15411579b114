using System.Globalization;
using GlmmDsl.Data;

namespace GlmmDsl.Cli.Arguments;

/// <summary>A value of <c>--at</c>: the covariance parameters, and of a generalised model the coefficients, at which the criterion is reported.</summary>
internal static class PointArgument
{
    private const string Theta = "theta=";
    private const string Beta = "beta=";

    /// <summary>Reads <c>theta=1,0,0.5;beta=2,3</c>; nothing after <c>theta=</c> is the point of a model without random-effects terms.</summary>
    /// <exception cref="InputException">Another form, or text that is not a finite number.</exception>
    public static CriterionPoint Parse(string text)
    {
        string[] parts = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string? theta = Part(parts, Theta);
        string? beta = Part(parts, Beta);
        return theta is not null && parts.Length == (beta is null ? 1 : 2)
            ? new CriterionPoint(Numbers(theta), beta is null ? null : Numbers(beta))
            : throw new InputException($"--at takes 'theta=..' or 'theta=..;beta=..', numbers separated by commas, not {ValueText.Quote(text)}.");
    }

    private static string? Part(string[] parts, string name) => parts.FirstOrDefault(p => p.StartsWith(name, StringComparison.Ordinal))?[name.Length..];

    private static double[] Numbers(string list) => list.Length == 0 ? [] : [.. list.Split(',').Select(Number)];

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw new InputException($"{ValueText.Quote(text)} in --at is not a finite number.");
}
