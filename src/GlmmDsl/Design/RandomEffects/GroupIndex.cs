using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.RandomEffects;

/// <summary>
/// The levels of a grouping factor that have rows, as combinations of its variables' levels, and how new rows find theirs. Combinations are
/// ordered as R's <c>:</c> orders them, the first variable slowest.
/// </summary>
internal sealed class GroupIndex
{
    /// <summary>The code of a level that was not in the fit.</summary>
    public const int NewLevel = -1;

    /// <summary>The code of a row in which a variable of the group is missing.</summary>
    public const int MissingLevel = -2;

    // For each variable, its levels; and, sorted, the numbers prefix · (number of its levels) + level that occur, where prefix is the index
    // of the combination of the variables before it.
    private readonly ImmutableArray<ImmutableArray<string>> levels;
    private readonly ImmutableArray<long[]> keys;

    private GroupIndex(ImmutableArray<ImmutableArray<string>> levels, ImmutableArray<long[]> keys)
    {
        this.levels = levels;
        this.keys = keys;
    }

    /// <summary>For each variable of the group its levels.</summary>
    public ImmutableArray<ImmutableArray<string>> Levels => levels;

    /// <summary>For each variable, sorted, the combinations up to it that occur: (index of the combination before) · (number of its levels) + level.</summary>
    public ImmutableArray<long[]> Keys => keys;

    /// <summary>The combinations' labels, <c>b1:a1</c>, in order.</summary>
    public ImmutableArray<string> Labels
    {
        get
        {
            ImmutableArray<string> labels = levels[0];
            for (int i = 1; i < levels.Length; i++)
            {
                ImmutableArray<string> prefixes = labels, own = levels[i];
                labels = [.. keys[i].Select(key => prefixes[(int)(key / own.Length)] + ":" + own[(int)(key % own.Length)])];
            }

            return labels;
        }
    }

    /// <summary>Tells groups apart: their expressions as printed, so that a column named <c>b:a</c> is not the interaction.</summary>
    public static string KeyOf(PlanRandomTerm term) => string.Join(":", term.Group.Select(v => v.Variable.Expression.ToString()));

    /// <summary>The index that has these levels and combinations; null where they do not go together.</summary>
    public static GroupIndex? Restore(ImmutableArray<ImmutableArray<string>> levels, ImmutableArray<long[]> keys)
    {
        if (levels.IsEmpty || levels.Length != keys.Length)
        {
            return null;
        }

        long before = 1;
        for (int i = 0; i < levels.Length; i++)
        {
            long[] own = keys[i];
            for (int k = 0; k < own.Length; k++)
            {
                if (own[k] < 0 || own[k] >= before * levels[i].Length || (k > 0 && own[k] <= own[k - 1]))
                {
                    return null;
                }
            }

            before = own.Length;
        }

        return before > 0 && keys[0].Length == levels[0].Length ? new GroupIndex(levels, keys) : null;
    }

    /// <summary>Makes the grouping factor of training rows.</summary>
    /// <param name="name">lme4's name, <c>b:a</c>.</param>
    /// <param name="variables">Its variables in the order of the name, cut to the rows used.</param>
    public static (GroupIndex Index, GroupingFactor Group) Train(string name, IReadOnlyList<OccurringLevels> variables)
    {
        var keys = ImmutableArray.CreateBuilder<long[]>();
        ImmutableArray<string> labels = variables[0].Levels;
        int[] codes = variables[0].Codes;
        keys.Add([.. Enumerable.Range(0, labels.Length).Select(i => (long)i)]);
        foreach (OccurringLevels variable in variables.Skip(1))
        {
            int width = variable.Levels.Length;
            (long[] combinations, codes) = Combinations.Of(codes, labels.Length, variable.Codes, width);
            ImmutableArray<string> prefixes = labels;
            labels = [.. combinations.Select(key => prefixes[(int)(key / width)] + ":" + variable.Levels[(int)(key % width)])];
            keys.Add(combinations);
        }

        var index = new GroupIndex([.. variables.Select(v => v.Levels)], keys.ToImmutable());
        return (index, new GroupingFactor(name, labels, codes));
    }

    /// <summary>For each new row the index of its level, or <see cref="NewLevel"/> or <see cref="MissingLevel"/>.</summary>
    public int[] CodesOf(IReadOnlyList<FactorColumn> variables)
    {
        var codes = new int[variables[0].Count];
        for (int i = 0; i < levels.Length; i++)
        {
            int[] codeOfLevel = LevelMap.Of(variables[i].Levels, levels[i]);
            int[] values = variables[i].Array;
            long width = levels[i].Length;
            for (int row = 0; row < codes.Length; row++)
            {
                if (values[row] < 0)
                {
                    codes[row] = MissingLevel;
                }
                else if (codes[row] >= 0)
                {
                    int level = codeOfLevel[values[row]];
                    int found = level < 0 ? -1 : Array.BinarySearch(keys[i], codes[row] * width + level);
                    codes[row] = found < 0 ? NewLevel : found;
                }
            }
        }

        return codes;
    }
}
