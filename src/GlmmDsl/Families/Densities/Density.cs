namespace GlmmDsl.Families.Densities;

/// <summary>Constants of densities.</summary>
internal static class Density
{
    /// <summary>log 2π.</summary>
    public const double LogTwoPi = 1.8378770664093454836;
}
