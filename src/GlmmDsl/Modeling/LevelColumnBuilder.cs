using System.ComponentModel;
using System.Runtime.InteropServices;
using GlmmDsl.Data;

namespace GlmmDsl.Modeling;

/// <summary>
/// Collects a factor whose levels are known only from the rows, or whose declared levels are texts. Each distinct value gets a code as it comes; the codes are put in
/// order at the end. Values are compared in their own type: an integer is never converted to a double.
/// </summary>
/// <typeparam name="T">The member's type, without nullability.</typeparam>
/// <param name="name">The name formulas use.</param>
/// <param name="text">Gives the text of a level; called once for each level.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LevelColumnBuilder<T>(string name, Func<T, string> text)
    where T : notnull, IEquatable<T>
{
    private readonly Dictionary<T, int> codeOf = [];
    private readonly List<T> values = [];
    private readonly List<int> firstRows = [];
    private readonly RunBuffer<int> codes = new();

    /// <summary>The declared levels in order; null if they come from the rows. A value outside them is an error.</summary>
    public string[]? Levels { get; init; }

    /// <summary>Whether the levels are sorted by their texts in ordinal order (strings, Guids); otherwise by value.</summary>
    public bool IsOrderedByText { get; init; }

    /// <summary>Whether the factor is ordered.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>How the levels are coded as fixed effects; null for R's default.</summary>
    public Coding? Coding { get; init; }

    /// <summary>Reserves room for the codes of the next rows, which the caller fills in with <see cref="CodeOf"/>, -1 if missing.</summary>
    /// <param name="rows">The rows of the run.</param>
    /// <param name="expected">The rows of all runs; 0 if unknown.</param>
    public Span<int> Reserve(int rows, int expected) => codes.Reserve(rows, expected);

    /// <summary>The provisional code of a value; -1, missing, for NaN.</summary>
    /// <param name="value">The value.</param>
    /// <param name="index">Its row, counted from the first of the run last reserved.</param>
    /// <param name="runLength">The rows of that run.</param>
    public int CodeOf(T value, int index, int runLength)
    {
        ref int code = ref CollectionsMarshal.GetValueRefOrAddDefault(codeOf, value, out bool exists);
        if (!exists)
        {
            if (value is double number && !double.IsFinite(number))
            {
                codeOf.Remove(value);
                return double.IsNaN(number) ? -1 : throw RowErrors.Infinite(name, codes.Row(index, runLength));
            }

            code = values.Count;
            values.Add(value);
            firstRows.Add(codes.Row(index, runLength));
        }

        return code;
    }

    /// <summary>The factor of all rows.</summary>
    /// <exception cref="ModelDataException">A value outside the declared levels, named with its row.</exception>
    public FactorColumn ToColumn()
    {
        (string[] levels, _, int[] ordered) = PutInOrder();
        return new FactorColumn(name, [.. levels], ordered, IsOrdered, Coding);
    }

    /// <summary>A column that is a number in arithmetic and has exactly these levels as a factor.</summary>
    /// <param name="number">Gives the number that a value is in arithmetic.</param>
    public Column ToNumericColumn(Func<T, double> number)
    {
        (string[] levels, T[] kept, int[] ordered) = PutInOrder();
        return new NumericFactorColumn(new FactorColumn(name, [.. levels], ordered), Array.ConvertAll(kept, v => number(v)));
    }

    /// <summary>Puts the levels in order, and changes the codes accordingly.</summary>
    private (string[] Levels, T[] Values, int[] Codes) PutInOrder()
    {
        string[] texts = [.. values.Select(text)];
        if (Levels is not null)
        {
            return (Levels, [], Recoded(texts.Select((t, i) => IndexOfDeclared(t, i)).ToArray()));
        }

        int[] order = [.. Enumerable.Range(0, texts.Length)];
        Array.Sort(order, IsOrderedByText
            ? (a, b) => string.CompareOrdinal(texts[a], texts[b])
            : (a, b) => Comparer<T>.Default.Compare(values[a], values[b]));

        // Values with the same text (two floats that agree to 15 digits) are one level.
        int[] target = new int[order.Length];
        var levels = new List<string>(order.Length);
        var kept = new List<T>(order.Length);
        foreach (int provisional in order)
        {
            if (levels.Count == 0 || levels[^1] != texts[provisional])
            {
                levels.Add(texts[provisional]);
                kept.Add(values[provisional]);
            }

            target[provisional] = levels.Count - 1;
        }

        return ([.. levels], [.. kept], Recoded(target));
    }

    private int IndexOfDeclared(string level, int provisional)
    {
        int index = Array.IndexOf(Levels!, level);
        return index >= 0 ? index : throw RowErrors.OutsideLevels(name, firstRows[provisional], level, Levels!);
    }

    private int[] Recoded(int[] target)
    {
        int[] all = codes.ToArray();
        for (int row = 0; row < all.Length; row++)
        {
            if (all[row] >= 0)
            {
                all[row] = target[all[row]];
            }
        }

        return all;
    }
}
