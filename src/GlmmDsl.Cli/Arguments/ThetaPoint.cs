using System.Globalization;
using GlmmDsl.Data;

namespace GlmmDsl.Cli.Arguments;

/// <summary>A value of <c>--at</c>: the covariance parameters at which the criterion is asked for.</summary>
internal static class ThetaPoint
{
    private const string Theta = "theta=";

    /// <summary>Reads <c>theta=1,0,0.5</c>; nothing behind the equals sign is the point of a model without random terms.</summary>
    /// <exception cref="InputException">Another form, text that is no finite number, or <c>beta=</c>, which linear models do not take.</exception>
    public static double[] Parse(string text)
    {
        string[] parts = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Any(p => p.StartsWith("beta=", StringComparison.Ordinal)))
        {
            throw new InputException("'beta=' in --at belongs to generalised models, which cannot be fitted yet: in a linear model the coefficients are profiled out.");
        }

        if (parts is not [string only] || !only.StartsWith(Theta, StringComparison.Ordinal))
        {
            throw new InputException($"--at takes 'theta=..', numbers with commas between, not {ValueText.Quote(text)}.");
        }

        string numbers = only[Theta.Length..];
        return numbers.Length == 0 ? [] : [.. numbers.Split(',').Select(Number)];
    }

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw new InputException($"{ValueText.Quote(text)} in --at is not a finite number.");
}
