namespace GlmmDsl.Generators.Symbols;

/// <summary>The attributes of the GlmmDsl namespace: those that members of a row type may carry, and those that make a class a model.</summary>
internal static class MarkerNames
{
    public const string Namespace = "GlmmDsl";
    public const string Factor = "FactorAttribute";
    public const string Ordered = "OrderedAttribute";
    public const string Level = "LevelAttribute";
    public const string Column = "ColumnAttribute";
    public const string Contrasts = "ContrastsAttribute";
    public const string NestedIn = "NestedInAttribute";
    public const string ConstantWithin = "ConstantWithinAttribute";
    public const string Aliases = "AliasesAttribute";
    public const string RowKey = "RowKeyAttribute";
    public const string Exposure = "ExposureAttribute";
    public const string Trials = "TrialsAttribute";
    public const string Time = "TimeAttribute";
    public const string Weights = "WeightsAttribute";
    public const string LinearMixedModel = "GlmmDsl.LinearMixedModelAttribute`1";
    public const string GeneralizedLinearMixedModel = "GlmmDsl.GeneralizedLinearMixedModelAttribute`1";
}
