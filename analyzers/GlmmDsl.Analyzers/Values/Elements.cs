namespace GlmmDsl.Analyzers.Values;

/// <summary>The elements of a collection that the code shows.</summary>
/// <param name="Items">The elements.</param>
/// <param name="IsWhole">Whether all of them are there; else a filter or a condition may have left some out.</param>
/// <param name="IsOrdered">Whether they are in this order.</param>
internal sealed record Elements(IReadOnlyList<Bound> Items, bool IsWhole, bool IsOrdered)
{
    /// <summary>Whether a loop has put some of them in, so that one of these expressions gives several elements.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>All elements of a collection, in order.</summary>
    public static Elements Whole(IEnumerable<Bound> items) => new(items.ToList(), IsWhole: true, IsOrdered: true);

    /// <summary>The elements of a collection in an order that is not known.</summary>
    public static Elements Unordered(Elements source) => source with { IsOrdered = false };

    /// <summary>The same elements, of which any may be missing.</summary>
    public Elements Some() => this with { IsWhole = false };

    /// <summary>These, followed by others.</summary>
    public Elements Concat(Elements others) => new(Items.Concat(others.Items).ToList(), IsWhole && others.IsWhole, IsOrdered && others.IsOrdered) { IsRepeated = IsRepeated || others.IsRepeated };

    /// <summary>The results of a function applied to each.</summary>
    public Elements? Select(Func<Bound, Bound?> selector)
    {
        var made = new List<Bound>();
        foreach (Bound item in Items)
        {
            if (selector(item) is not { } one)
            {
                return null;
            }

            made.Add(one);
        }

        return this with { Items = made };
    }
}
