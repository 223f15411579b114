using System.Collections.Immutable;
using GlmmDsl.Data;

namespace GlmmDsl.Design.Products;

/// <summary>Adds the cross-products of two parts of the data: equal to rounding to those of the rows together.</summary>
internal static class ProductMerge
{
    /// <summary>Adds two parts; levels are joined by their labels, columns by what they are made of.</summary>
    /// <exception cref="ModelDataException">The parts do not go together.</exception>
    public static DesignProducts Merge(DesignProducts a, DesignProducts b)
    {
        if (!ReferenceEquals(a.Schema, b.Schema))
        {
            a.Schema.RefuseOther(b.Schema);
        }

        RefuseUnlabelled(a, b);
        ImmutableArray<ProductColumn> fixedColumns = Union(a.FixedColumns, b.FixedColumns);
        ImmutableArray<ProductGroup> groups = [.. a.Groups.Zip(b.Groups, Union)];
        CrossProductBlocks first = Rearrange(a, fixedColumns, groups);
        CrossProductBlocks second = Rearrange(b, fixedColumns, groups);
        Origins origins = second.RowCount > first.RowCount ? second.Origins : first.Origins;
        return new DesignProducts
        {
            Schema = a.Schema,
            Factors = a.Factors.ToImmutableDictionary(f => f.Key, f => FactorLevels.Union(f.Key, f.Value, b.Factors[f.Key]), StringComparer.Ordinal),
            FixedColumns = fixedColumns,
            Groups = groups,
            Blocks = CrossProductBlocks.Merge(MoveTo(first, origins), MoveTo(second, origins)),
            Moments = Same(a.Moments, b.Moments, call =>
                $"{call} stands for different numbers in two parts of the data, because each part used the moments of its own rows. Take the moments of one part or of all (ColumnMoments.Of) and give them to every part."),
            ExpressionLevels = Same(a.ExpressionLevels, b.ExpressionLevels, factor =>
                $"'{factor}' is compared with a level, or turned into level codes, inside an expression, and its levels differ in two parts of the data. Declare the same levels for every part."),
            Tally = RowTally.Sum(a.Tally, b.Tally),
            IsWeighted = a.IsWeighted || b.IsWeighted,
            Fingerprint = a.Fingerprint + b.Fingerprint,
        };
    }

    private static void RefuseUnlabelled(DesignProducts a, DesignProducts b)
    {
        foreach (string group in a.Unlabelled.Union(b.Unlabelled))
        {
            throw new ModelDataException(
                $"The levels of {ValueText.Quote(group)} were saved without labels, so the levels of two parts cannot be matched. Save the parts with labels hashed by one key.",
                group);
        }
    }

    private static CrossProductBlocks MoveTo(CrossProductBlocks blocks, Origins origins) =>
        blocks.Origins.Fixed.AsSpan().SequenceEqual(origins.Fixed)
        && blocks.Origins.Groups.Zip(origins.Groups).All(p => p.First.AsSpan().SequenceEqual(p.Second)) ? blocks : blocks.MoveTo(origins);

    private static ImmutableDictionary<string, ImmutableArray<T>> Same<T>(
        ImmutableDictionary<string, ImmutableArray<T>> a, ImmutableDictionary<string, ImmutableArray<T>> b, Func<string, string> message)
    {
        foreach ((string key, ImmutableArray<T> values) in a)
        {
            if (b.TryGetValue(key, out ImmutableArray<T> others) && !values.AsSpan().SequenceEqual(others.AsSpan()))
            {
                throw new ModelDataException(message(key));
            }
        }

        return a.AddRange(b.Where(pair => !a.ContainsKey(pair.Key)));
    }

    private static ImmutableArray<ProductColumn> Union(ImmutableArray<ProductColumn> a, ImmutableArray<ProductColumn> b)
    {
        var known = new HashSet<string>(a.Select(c => c.Key), StringComparer.Ordinal);
        ImmutableArray<ProductColumn> added = [.. b.Where(c => !known.Contains(c.Key))];
        return added.IsEmpty ? a : [.. a, .. added];
    }

    private static ProductGroup Union(ProductGroup a, ProductGroup b)
    {
        ImmutableArray<ProductColumn> columns = Union(a.Columns, b.Columns);
        ImmutableArray<FactorLevels> variables = [.. a.Variables.Zip(b.Variables, (x, y) => FactorLevels.Union(a.Key, x, y))];
        if (a.HasLevelsOf(b))
        {
            return a with { Columns = columns, Variables = variables, RowCounts = [.. a.RowCounts.Zip(b.RowCounts, (x, y) => x + y)] };
        }

        Dictionary<string, int> places = Places(a);
        var counts = a.RowCounts.ToBuilder();
        var added = new List<int>();
        for (int level = 0; level < b.Count; level++)
        {
            if (places.TryGetValue(b.KeyOfLevel(level), out int place))
            {
                counts[place] += b.RowCounts[level];
            }
            else
            {
                added.Add(level);
                counts.Add(b.RowCounts[level]);
            }
        }

        return new ProductGroup(
            a.Key, variables, [.. a.Levels.Zip(b.Levels, (x, y) => x.AddRange(added.Select(i => y[i])))], counts.ToImmutable(), columns);
    }

    private static Dictionary<string, int> Places(ProductGroup group)
    {
        var places = new Dictionary<string, int>(group.Count, StringComparer.Ordinal);
        for (int level = 0; level < group.Count; level++)
        {
            places.Add(group.KeyOfLevel(level), level);
        }

        return places;
    }

    private static CrossProductBlocks Rearrange(DesignProducts part, ImmutableArray<ProductColumn> fixedColumns, ImmutableArray<ProductGroup> groups)
    {
        bool isSame = part.FixedColumns == fixedColumns || Numbers(part.FixedColumns, fixedColumns) is { } order && IsIdentity(order, fixedColumns.Length);
        isSame = isSame && part.Groups.Zip(groups).All(p => p.First.HasLevelsOf(p.Second) && IsIdentity(Numbers(p.First.Columns, p.Second.Columns), p.Second.Columns.Length));
        return isSame
            ? part.Blocks
            : BlockRearrangement.Rearrange(
                part.Blocks,
                [.. part.Groups.Zip(groups, Levels)],
                [.. groups.Select(g => g.Count)],
                [.. part.Groups.Zip(groups, (own, all) => Numbers(own.Columns, all.Columns))],
                [.. groups.Select(g => g.Columns.Length)],
                Numbers(part.FixedColumns, fixedColumns),
                fixedColumns.Length);
    }

    private static int[] Levels(ProductGroup own, ProductGroup all)
    {
        if (own.HasLevelsOf(all))
        {
            return [.. Enumerable.Range(0, own.Count)];
        }

        Dictionary<string, int> places = Places(all);
        return [.. Enumerable.Range(0, own.Count).Select(level => places[own.KeyOfLevel(level)])];
    }

    private static int[] Numbers(ImmutableArray<ProductColumn> own, ImmutableArray<ProductColumn> all)
    {
        Dictionary<string, int> places = all.Select((c, i) => (c.Key, i)).ToDictionary(p => p.Key, p => p.i, StringComparer.Ordinal);
        return [.. own.Select(c => places[c.Key])];
    }

    private static bool IsIdentity(int[] numbers, int count) => numbers.Length == count && numbers.Index().All(n => n.Item == n.Index);
}
