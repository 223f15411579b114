namespace GlmmDsl;

/// <summary>How labels are treated, and how large groups must be, when cross-products are saved. Immutable.</summary>
public sealed record CrossProductsSaveOptions
{
    /// <summary>
    /// A secret key: the labels of grouping factors are replaced by hashes keyed with it. Parts saved with one key can still be merged. Labels of
    /// factors among the fixed effects stay, since coefficients are named by them. Empty to save labels as they are.
    /// </summary>
    public ReadOnlyMemory<byte> LabelKey { get; init; }

    /// <summary>Whether labels of grouping factors are replaced by numbers; cross-products saved this way can be fitted, but not merged.</summary>
    public bool DropLabels { get; init; }

    /// <summary>
    /// Levels of a group or a factor with fewer rows are refused; 1 lets all pass. Combinations of levels are not checked: the values of a
    /// combination that occurs once can still be read off.
    /// </summary>
    public int SmallestGroup { get; init; } = 1;
}
