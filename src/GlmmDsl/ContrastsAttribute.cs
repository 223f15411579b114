namespace GlmmDsl;

/// <summary>Says how the levels of a factor are coded as fixed effects.</summary>
/// <param name="coding">The coding.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class ContrastsAttribute(Coding coding) : Attribute
{
    /// <summary>The coding.</summary>
    public Coding Coding { get; } = coding;
}
