using System.Collections.Immutable;

namespace GlmmDsl.Data;

/// <summary>Makes factors of numbers.</summary>
internal static class NumberLevels
{
    /// <summary>A factor whose levels are the labels of numbers, in order of value; numbers of one label are one level.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="numbers">The distinct numbers with their labels.</param>
    /// <param name="codes">For each row the index of its number, -1 where missing; rewritten in place to the index of its level.</param>
    public static FactorColumn Factor(string name, (double Value, string Label)[] numbers, int[] codes)
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

        return new FactorColumn(name, levels.ToImmutable(), codes);
    }
}
