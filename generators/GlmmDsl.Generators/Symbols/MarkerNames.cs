namespace GlmmDsl.Generators.Symbols;

/// <summary>The attributes of the GlmmDsl namespace that members of a row type may carry.</summary>
internal static class MarkerNames
{
    public const string Namespace = "GlmmDsl";
    public const string Factor = "FactorAttribute";
    public const string Ordered = "OrderedAttribute";
    public const string Column = "ColumnAttribute";
    public const string Contrasts = "ContrastsAttribute";
    public const string LinearMixedModel = "GlmmDsl.LinearMixedModelAttribute`1";
}
