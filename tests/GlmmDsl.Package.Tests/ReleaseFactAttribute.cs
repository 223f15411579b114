namespace GlmmDsl.Package.Tests;

/// <summary>A fact about what is published, which is built in Release; skipped in a plain build for debugging, whose symbols name the files of the machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReleaseFactAttribute : FactAttribute
{
    public ReleaseFactAttribute()
    {
        if (PackageFeed.Configuration != "Release")
        {
            Skip = "The tests were built in " + PackageFeed.Configuration + ": run them with -c Release.";
        }
    }
}
