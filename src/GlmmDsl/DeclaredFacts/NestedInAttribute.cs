namespace GlmmDsl;

/// <summary>
/// Declares that each level of a member of a row type lies in one level of another: casks in batches, pupils in schools. The compiler checks that formulas keep to it
/// (GLMM208, GLMM209), and each fit that the rows do.
/// </summary>
/// <param name="column">The member that contains it: <c>[NestedIn(nameof(Batch))]</c>.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class NestedInAttribute(string column) : Attribute
{
    /// <summary>The member that contains it.</summary>
    public string Column { get; } = column;

    /// <summary>
    /// Whether labels are given anew in each level of the containing column, so that cask <c>a</c> of one batch is another cask than <c>a</c> of the next. A formula must then
    /// name both, <c>(1 | Batch/Cask)</c>.
    /// </summary>
    public bool LabelsRepeat { get; set; }
}
