using System.Runtime.InteropServices;

namespace GlmmDsl.Package.Tests;

/// <summary>A fact about a trimmed program, which takes the runtime and the trimmer as packages; where they are not on the machine it is skipped with the reason, because tests fetch nothing.</summary>
public sealed class TrimmingFactAttribute : FactAttribute
{
    /// <summary>Looks for the packages of the runtime that runs the test.</summary>
    public TrimmingFactAttribute()
    {
        string[] needed = ["microsoft.net.illink.tasks", "microsoft.netcore.app.runtime." + RuntimeInformation.RuntimeIdentifier];
        string version = Environment.Version.ToString(3);
        if (needed.FirstOrDefault(p => !Directory.Exists(Path.Combine(PackageFeed.Restored, p, version))) is { } missing)
        {
            Skip = $"The package {missing} {version} is not in {PackageFeed.Restored}: publish any project once with -p:PublishTrimmed=true.";
        }
    }
}
