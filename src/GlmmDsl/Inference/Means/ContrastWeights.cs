using System.Collections.Immutable;
using System.Globalization;

namespace GlmmDsl.Inference.Means;

/// <summary>A contrast of the estimates of one family.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weights">A weight for each estimate.</param>
/// <param name="First">Of a difference of two, the estimate subtracted from; −1 else.</param>
/// <param name="Second">Of a difference of two, the estimate subtracted; −1 else.</param>
internal sealed record ContrastWeights(string Name, double[] Weights, int First = -1, int Second = -1)
{
    private string[] labels = [];

    private static readonly string[] PolynomialNames = ["linear", "quadratic", "cubic", "quartic"];

    /// <summary>All pairs, an earlier one less a later one.</summary>
    public static IEnumerable<ContrastWeights> Pairs(ImmutableArray<string> labels)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            for (int j = i + 1; j < labels.Length; j++)
            {
                yield return Difference(labels, i, j);
            }
        }
    }

    /// <summary>Each less the control.</summary>
    public static IEnumerable<ContrastWeights> Against(ImmutableArray<string> labels, int control) =>
        Enumerable.Range(0, labels.Length).Where(i => i != control).Select(i => Difference(labels, i, control));

    /// <summary>Each less the one before.</summary>
    public static IEnumerable<ContrastWeights> Consecutive(ImmutableArray<string> labels) =>
        Enumerable.Range(1, Math.Max(0, labels.Length - 1)).Select(i => Difference(labels, i, i - 1));

    /// <summary>Orthogonal polynomials over equally spaced levels, in whole numbers, up to the sixth degree.</summary>
    public static IEnumerable<ContrastWeights> Polynomial(ImmutableArray<string> labels)
    {
        int k = labels.Length;
        var earlier = new List<double[]> { Enumerable.Repeat(1.0, k).ToArray() };
        for (int degree = 1; degree <= Math.Min(6, k - 1); degree++)
        {
            double[] column = [.. Enumerable.Range(0, k).Select(i => Math.Pow(i - ((k - 1) / 2.0), degree))];
            for (int pass = 0; pass < 2; pass++)
            {
                foreach (double[] other in earlier)
                {
                    double share = column.Zip(other, (a, b) => a * b).Sum() / other.Sum(b => b * b);
                    column = [.. column.Zip(other, (a, b) => a - (share * b))];
                }
            }

            earlier.Add(column);
            string name = degree <= PolynomialNames.Length ? PolynomialNames[degree - 1] : "degree " + degree.ToString(CultureInfo.InvariantCulture);
            yield return new ContrastWeights(name, Whole(column));
        }
    }

    /// <summary>The name; that of a ratio of two has a stroke.</summary>
    public string NameOf(bool isRatio) => labels.Length == 2 ? $"{labels[0]} {(isRatio ? '/' : '-')} {labels[1]}" : Name;

    /// <summary>The same difference with the other sign.</summary>
    public ContrastWeights Reversed() =>
        new($"{labels[1]} - {labels[0]}", Array.ConvertAll(Weights, w => -w), Second, First) { labels = [labels[1], labels[0]] };

    private static ContrastWeights Difference(ImmutableArray<string> labels, int first, int second)
    {
        var weights = new double[labels.Length];
        weights[first] = 1;
        weights[second] = -1;
        string[] two = [InParentheses(labels[first]), InParentheses(labels[second])];
        return new ContrastWeights($"{two[0]} - {two[1]}", weights, first, second) { labels = two };
    }

    /// <summary>A label with an operator in it is set in parentheses.</summary>
    private static string InParentheses(string label) => label.AsSpan().IndexOfAny("-+/*") >= 0 ? $"({label})" : label;

    /// <summary>The smallest multiple of the column that is whole to a twentieth, as emmeans finds it.</summary>
    private static double[] Whole(double[] column)
    {
        double length = Math.Sqrt(column.Sum(c => c * c));
        double smallest = column.Select(c => c / length).Where(c => c > 0.01).Min();
        double[] scaled = Array.ConvertAll(column, c => c / length / smallest);
        for (double off = Off(scaled); off > 0.05; off = Off(scaled))
        {
            scaled = Array.ConvertAll(scaled, c => c / off);
        }

        return Array.ConvertAll(scaled, c => Math.Round(c, MidpointRounding.ToEven));
    }

    private static double Off(double[] column) => column.Max(c => Math.Abs(c - Math.Round(c, MidpointRounding.ToEven)));
}
