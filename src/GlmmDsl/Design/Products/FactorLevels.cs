using System.Collections.Immutable;
using System.Globalization;
using GlmmDsl.Data;

namespace GlmmDsl.Design.Products;

/// <summary>The levels of one factor in some rows, and what determines their order, so that the levels of other rows can be joined to them.</summary>
/// <param name="Labels">The levels in order, those without rows included.</param>
/// <param name="RowCounts">For each level the number of rows used.</param>
/// <param name="IsByValue">Whether the order may be that of numbers.</param>
/// <param name="IsByText">Whether the order may be the ordinal one of texts.</param>
internal sealed record FactorLevels(ImmutableArray<string> Labels, ImmutableArray<long> RowCounts, bool IsByValue, bool IsByText)
{
    /// <summary>The levels that have rows, in order.</summary>
    public ImmutableArray<string> Occurring => [.. Labels.Where((_, i) => RowCounts[i] > 0)];

    /// <summary>Takes the levels of a factor.</summary>
    /// <param name="labels">Its levels in order.</param>
    /// <param name="codes">The codes of the rows used, none missing.</param>
    public static FactorLevels Of(ImmutableArray<string> labels, int[] codes)
    {
        var counts = new long[labels.Length];
        foreach (int code in codes)
        {
            counts[code]++;
        }

        return new FactorLevels(labels, [.. counts], IsSortedByValue(labels), IsSortedByText(labels));
    }

    /// <summary>
    /// The levels of both. Equal lists, or one inside the other in its order, keep their order, which may be a declared one; otherwise the
    /// levels are put in the order that both follow.
    /// </summary>
    /// <exception cref="ModelDataException">There is no such order.</exception>
    public static FactorLevels Union(string name, FactorLevels a, FactorLevels b)
    {
        bool byValue = a.IsByValue && b.IsByValue;
        bool byText = a.IsByText && b.IsByText;
        if (a.Labels == b.Labels || a.Labels.AsSpan().SequenceEqual(b.Labels.AsSpan()))
        {
            return new FactorLevels(a.Labels, [.. a.RowCounts.Zip(b.RowCounts, (x, y) => x + y)], byValue, byText);
        }

        ImmutableArray<string> labels;
        if (byValue)
        {
            labels = [.. a.Labels.Union(b.Labels, StringComparer.Ordinal).OrderBy(Value)];
        }
        else if (byText || IsText(a, b) || IsText(b, a))
        {
            (byText, labels) = (true, [.. a.Labels.Union(b.Labels, StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        }
        else if (IsInside(b.Labels, a.Labels) || IsInside(a.Labels, b.Labels))
        {
            labels = a.Labels.Length >= b.Labels.Length ? a.Labels : b.Labels;
        }
        else
        {
            throw new ModelDataException(
                $"The levels of '{name}' cannot be put in one order: one part has {ValueText.QuoteFew(a.Labels)}, another {ValueText.QuoteFew(b.Labels)}. Declare the same levels in the same order for every part.",
                name);
        }

        Dictionary<string, int> place = Places(labels);
        var counts = new long[labels.Length];
        Add(a);
        Add(b);
        return new FactorLevels(labels, [.. counts], byValue, byText);

        void Add(FactorLevels part)
        {
            for (int i = 0; i < part.Labels.Length; i++)
            {
                counts[place[part.Labels[i]]] += part.RowCounts[i];
            }
        }
    }

    /// <summary>Where each label stands.</summary>
    public static Dictionary<string, int> Places(ImmutableArray<string> labels)
    {
        var places = new Dictionary<string, int>(labels.Length, StringComparer.Ordinal);
        for (int i = 0; i < labels.Length; i++)
        {
            places.Add(labels[i], i);
        }

        return places;
    }

    // Numbers in one part and, because one of them is not a number, texts in the other: all are texts.
    private static bool IsText(FactorLevels numbers, FactorLevels texts) =>
        numbers.IsByValue && texts.IsByText && texts.Labels.Any(l => Value(l) is null);

    private static bool IsSortedByText(ImmutableArray<string> labels)
    {
        for (int i = 1; i < labels.Length; i++)
        {
            if (string.CompareOrdinal(labels[i - 1], labels[i]) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSortedByValue(ImmutableArray<string> labels)
    {
        double? last = double.NegativeInfinity;
        foreach (string label in labels)
        {
            double? value = Value(label);
            if (!(value > last))
            {
                return false;
            }

            last = value;
        }

        return true;
    }

    private static bool IsInside(ImmutableArray<string> part, ImmutableArray<string> whole)
    {
        int at = -1;
        foreach (string label in part)
        {
            at = at + 1 < whole.Length ? whole.IndexOf(label, at + 1, StringComparer.Ordinal) : -1;
            if (at < 0)
            {
                return false;
            }
        }

        return true;
    }

    private static double? Value(string label) =>
        double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
}
