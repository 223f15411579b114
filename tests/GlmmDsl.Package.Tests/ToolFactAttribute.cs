using System.Runtime.InteropServices;

namespace GlmmDsl.Package.Tests;

/// <summary>A fact about the native tool, whose compiler is a package; where that is not on the machine the fact is skipped with the reason, because tests fetch nothing.</summary>
public sealed class ToolFactAttribute : FactAttribute
{
    /// <summary>Looks for the compiler's package.</summary>
    public ToolFactAttribute()
    {
        string[] needed = ["runtime.linux-x64.microsoft.dotnet.ilcompiler", "microsoft.dotnet.ilcompiler"];
        if (RuntimeInformation.RuntimeIdentifier != "linux-x64")
        {
            Skip = "The native tool is one for linux-x64.";
        }
        else if (needed.FirstOrDefault(p => !Directory.Exists(Path.Combine(PackageFeed.Restored, p))) is { } missing)
        {
            Skip = $"The package {missing} is not in {PackageFeed.Restored}: publish any project once with -p:PublishAot=true.";
        }
    }
}
