using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace GlmmDsl.Inference;

/// <summary>
/// A linear combination of the coefficients of one fit, <c>c.ArmHigh - c.ArmLow + 12 * (c.Week_ArmHigh - c.Week_ArmLow)</c>: what
/// <see cref="FixedEffectsTests.Test(LinearCombination, double)"/> tests. Immutable.
/// </summary>
public sealed class LinearCombination
{
    private LinearCombination(FitIdentity origin, ImmutableArray<(string Coefficient, double Weight)> weights) => (Origin, Weights) = (origin, weights);

    /// <summary>R's names of the coefficients with their weights, each once, in the order in which they were written.</summary>
    public ImmutableArray<(string Coefficient, double Weight)> Weights { get; }

    /// <summary>The fit that the coefficients are of.</summary>
    internal FitIdentity Origin { get; }

    /// <summary>A coefficient by itself.</summary>
    public static implicit operator LinearCombination(Coefficient coefficient)
    {
        ArgumentNullException.ThrowIfNull(coefficient);
        return coefficient.IsAliased
            ? throw new ArgumentException(
                $"The coefficient '{coefficient.Name}' was dropped because other columns determine it: it has no estimate, and no combination with it has. Leave it out.",
                nameof(coefficient))
            : new LinearCombination(coefficient.Origin, [(coefficient.Name, 1)]);
    }

    /// <summary>A coefficient by itself.</summary>
    /// <exception cref="ArgumentException">The coefficient was dropped.</exception>
    public static LinearCombination FromCoefficient(Coefficient coefficient) => coefficient;

    /// <summary>The sum of two combinations.</summary>
    /// <exception cref="ArgumentException">Coefficients of different fits.</exception>
    public static LinearCombination operator +(LinearCombination left, LinearCombination right) => Joined(left, 1, right);

    /// <summary>The difference of two combinations.</summary>
    /// <exception cref="ArgumentException">Coefficients of different fits.</exception>
    public static LinearCombination operator -(LinearCombination left, LinearCombination right) => Joined(left, -1, right);

    /// <summary>The combination with the other sign.</summary>
    public static LinearCombination operator -(LinearCombination combination) => -1 * combination;

    /// <summary>A multiple.</summary>
    public static LinearCombination operator *(double factor, LinearCombination combination)
    {
        ArgumentNullException.ThrowIfNull(combination);
        return new(combination.Origin, [.. combination.Weights.Select(w => (w.Coefficient, factor * w.Weight))]);
    }

    /// <summary>A multiple.</summary>
    public static LinearCombination operator *(LinearCombination combination, double factor) => factor * combination;

    /// <summary>The combination divided by a number.</summary>
    public static LinearCombination operator /(LinearCombination combination, double divisor)
    {
        ArgumentNullException.ThrowIfNull(combination);
        return new(combination.Origin, [.. combination.Weights.Select(w => (w.Coefficient, w.Weight / divisor))]);
    }

    /// <summary>The combination as it is written: <c>ArmHigh - ArmLow + 12*Week:ArmHigh</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach ((string name, double weight) in Weights)
        {
            text.Append(text.Length == 0 ? (weight < 0 ? "-" : "") : weight < 0 ? " - " : " + ");
            text.Append(Math.Abs(weight) == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(weight):G6}*")).Append(name);
        }

        return text.Length == 0 ? "0" : text.ToString();
    }

    /// <summary>A combination by R's names.</summary>
    /// <param name="origin">The fit.</param>
    /// <param name="weights">Names and weights.</param>
    internal static LinearCombination Of(FitIdentity origin, IEnumerable<(string Coefficient, double Weight)> weights) => new(origin, Collected(weights));

    private static LinearCombination Joined(LinearCombination left, double sign, LinearCombination right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return left.Origin.IsSameFit(right.Origin)
            ? Of(left.Origin, left.Weights.Concat(right.Weights.Select(w => (w.Coefficient, sign * w.Weight))))
            : throw new ArgumentException($"'{left}' and '{right}' are of different fits: a linear combination has coefficients of one fit.", nameof(right));
    }

    private static ImmutableArray<(string Coefficient, double Weight)> Collected(IEnumerable<(string Coefficient, double Weight)> weights)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var collected = ImmutableArray.CreateBuilder<(string Coefficient, double Weight)>();
        foreach ((string name, double weight) in weights)
        {
            if (places.TryGetValue(name, out int place))
            {
                collected[place] = (name, collected[place].Weight + weight);
            }
            else
            {
                places.Add(name, collected.Count);
                collected.Add((name, weight));
            }
        }

        return collected.ToImmutable();
    }
}
