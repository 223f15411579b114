namespace GlmmDsl;

/// <summary>Fits models whose formula and columns are known only at run time.</summary>
public static class MixedModel
{
}
