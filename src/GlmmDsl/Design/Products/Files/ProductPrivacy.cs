using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace GlmmDsl.Design.Products.Files;

/// <summary>What is done to labels of groups, and asked of their sizes, before cross-products leave the place where the rows are.</summary>
internal static class ProductPrivacy
{
    // 128 bits: no two labels get the same hash.
    private const int HashLength = 16;

    /// <summary>Refuses levels of groups and factors with fewer rows than a smallest number.</summary>
    /// <exception cref="ModelDataException">There are such levels; they are counted, not named.</exception>
    public static void RefuseSmall(DesignProducts products, int smallest)
    {
        foreach ((string name, IEnumerable<long> counts) in products.Groups.Select(g => (g.Key, g.RowCounts.AsEnumerable()))
            .Concat(products.Factors.Select(f => (f.Key, f.Value.RowCounts.Where(c => c > 0)))))
        {
            int small = counts.Count(c => c < smallest);
            if (small > 0)
            {
                throw new ModelDataException(
                    FormattableString.Invariant($"{small} levels of '{name}' have fewer than {smallest} rows, the smallest group that may be saved. Merge small levels, or leave their rows out, before summing."),
                    name);
            }
        }
    }

    /// <summary>Replaces the labels of groups by keyed hashes (HMAC-SHA-256): parts hashed by one key still merge.</summary>
    public static DesignProducts Hash(DesignProducts products, byte[] key) => products with
    {
        Groups = [.. products.Groups.Select(g => Relabel(g, (_, label) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(label)).AsSpan(0, HashLength))))],
    };

    /// <summary>Replaces the labels of groups by numbers: such parts can be fitted, but no longer merged.</summary>
    public static DesignProducts Drop(DesignProducts products) => products with
    {
        Groups = [.. products.Groups.Select(g => Relabel(g, (place, _) => (place + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)))],
        Unlabelled = [.. products.Groups.Select(g => g.Key)],
    };

    private static ProductGroup Relabel(ProductGroup group, Func<int, string, string> relabel)
    {
        var variables = ImmutableArray.CreateBuilder<FactorLevels>();
        var levels = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        for (int v = 0; v < group.Variables.Length; v++)
        {
            FactorLevels old = group.Variables[v];
            Dictionary<string, string> renamed = old.Occurring.Select((label, place) => (label, New: relabel(place, label))).ToDictionary(p => p.label, p => p.New, StringComparer.Ordinal);
            (string Label, long Rows)[] sorted = [.. old.Labels.Select((label, i) => (label, Rows: old.RowCounts[i])).Where(l => l.Rows > 0)
                .Select(l => (Label: renamed[l.label], l.Rows)).OrderBy(l => l.Label, StringComparer.Ordinal)];
            variables.Add(new FactorLevels([.. sorted.Select(l => l.Label)], [.. sorted.Select(l => l.Rows)], IsByValue: false, IsByText: true));
            levels.Add([.. group.Levels[v].Select(l => renamed[l])]);
        }

        return group with { Variables = variables.ToImmutable(), Levels = levels.ToImmutable() };
    }
}
