using System.Runtime.InteropServices;

namespace GlmmDsl.Package.Tests;

/// <summary>A fact about a native program, whose compiler is a package; where that is not on the machine the fact is skipped with the reason, because tests fetch nothing.</summary>
public sealed class NativeFactAttribute : FactAttribute
{
    /// <summary>Looks for the compiler's packages, and for the linker that it calls.</summary>
    public NativeFactAttribute()
    {
        string[] needed = ["runtime.linux-x64.microsoft.dotnet.ilcompiler", "microsoft.dotnet.ilcompiler"];
        if (RuntimeInformation.RuntimeIdentifier != "linux-x64")
        {
            Skip = "Native programs are tested on linux-x64.";
        }
        else if (needed.FirstOrDefault(p => !Directory.Exists(Path.Combine(PackageFeed.Restored, p))) is { } missing)
        {
            Skip = $"The package {missing} is not in {PackageFeed.Restored}: publish any project once with -p:PublishAot=true.";
        }
        else if (!IsOnPath("clang") && !IsOnPath("gcc"))
        {
            Skip = "There is neither clang nor gcc, with which native programs are linked.";
        }
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));
}
