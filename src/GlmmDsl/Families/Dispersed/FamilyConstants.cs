namespace GlmmDsl.Families.Dispersed;

/// <summary>What a fit has estimated of a family and all its rows share, on the natural scale.</summary>
/// <param name="Dispersion">The exponential of the dispersion predictor: what it is depends on the family.</param>
/// <param name="Shape">Degrees of freedom, a power; not used by families that have none.</param>
internal readonly record struct FamilyConstants(double Dispersion, double Shape)
{
    /// <summary>Where nothing is estimated yet.</summary>
    public static FamilyConstants Unit => new(1, 1);
}
