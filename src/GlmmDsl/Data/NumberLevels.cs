using System.Collections.Immutable;

namespace GlmmDsl.Data;

/// <summary>Makes factors of numbers.</summary>
internal static class NumberLevels
{
    /// <summary>A factor whose levels are the labels of numbers, in order of value; numbers with the same label are one level.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="numbers">The distinct numbers with their labels.</param>
    /// <param name="codes">For each row the index of its number, -1 where missing; rewritten in place to the index of its level.</param>
    /// <param name="notices">Notices about the labels.</param>
    public static FactorColumn Factor(string name, (double Value, string Label)[] numbers, int[] codes, ImmutableArray<Notice> notices)
    {
        int[] order = [.. Enumerable.Range(0, numbers.Length)];
        Array.Sort(order, (a, b) => NumberFormat.Compare(numbers[a], numbers[b]));
        int[] levelOf = new int[numbers.Length];
        var levels = ImmutableArray.CreateBuilder<string>(numbers.Length);
        foreach (int number in order)
        {
            // Equal labels are neighbours: rounding keeps the order.
            if (levels.Count == 0 || levels[^1] != numbers[number].Label)
            {
                levels.Add(numbers[number].Label);
            }

            levelOf[number] = levels.Count - 1;
        }

        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = codes[row] < 0 ? -1 : levelOf[codes[row]];
        }

        return new FactorColumn(name, levels.ToImmutable(), codes) { Notices = notices };
    }

    /// <summary>The distinct numbers, and for each row the index of its number, -1 where it is NaN.</summary>
    public static (double[] Distinct, int[] Codes) Encode(double[] values) =>
        EncodeIntegers(values) ?? EncodeAny(values);

    private static (double[] Distinct, int[] Codes) EncodeAny(double[] values)
    {
        var indexOf = new Dictionary<double, int>();
        int[] codes = new int[values.Length];
        for (int row = 0; row < codes.Length; row++)
        {
            double value = values[row];
            if (double.IsNaN(value))
            {
                codes[row] = -1;
            }
            else if (!indexOf.TryGetValue(value, out codes[row]))
            {
                codes[row] = indexOf.Count;
                indexOf.Add(value, codes[row]);
            }
        }

        return ([.. indexOf.Keys], codes);
    }

    // Most groups are numbered 1, 2, ..: where whole numbers span little more than there are rows, an array finds them much faster than a
    // dictionary. Null where they are not.
    private static (double[] Distinct, int[] Codes)? EncodeIntegers(double[] values)
    {
        double least = double.PositiveInfinity;
        double most = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (value < least)
            {
                least = value;
            }

            if (value > most)
            {
                most = value;
            }

            if (!double.IsNaN(value) && Math.Floor(value) != value)
            {
                return null;
            }
        }

        if (least > most || !(most - least < 4.0 * values.Length) || Math.Max(-least, most) > NumberLabel.LargestExactInteger)
        {
            return null;
        }

        int[] indexOf = new int[(int)(most - least) + 1];
        var distinct = new List<double>();
        int[] codes = new int[values.Length];
        for (int row = 0; row < codes.Length; row++)
        {
            if (double.IsNaN(values[row]))
            {
                codes[row] = -1;
                continue;
            }

            ref int index = ref indexOf[(int)(values[row] - least)];
            if (index == 0)
            {
                distinct.Add(values[row]);
                index = distinct.Count;
            }

            codes[row] = index - 1;
        }

        return ([.. distinct], codes);
    }
}
