namespace GlmmDsl.Generators;

/// <summary>The names of the pipeline's steps, with which tests check whether a step ran again.</summary>
internal static class TrackingNames
{
    public const string Symbols = nameof(Symbols);
    public const string NameClashes = nameof(NameClashes);
    public const string Inputs = nameof(Inputs);
    public const string Configuration = nameof(Configuration);
    public const string Sources = nameof(Sources);
    public const string StandIns = nameof(StandIns);
    public const string Keys = nameof(Keys);
}
